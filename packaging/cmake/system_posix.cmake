# What only a POSIX build has.
pkg_check_modules(IDN2 REQUIRED IMPORTED_TARGET libidn2)
target_compile_definitions(house INTERFACE PRINTF_FORMAT=printf)
target_link_libraries(house INTERFACE PkgConfig::IDN2)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_link_options(house INTERFACE -Wl,-z,relro,-z,now)
endif()

# A program that people start: nothing to add.
function(system_program target)
endfunction()
# A program of the build or of the tests.
function(system_tool target)
endfunction()
function(system_test target)
endfunction()
