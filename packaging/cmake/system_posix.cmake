# What only a POSIX build has.
pkg_check_modules(IDN2 REQUIRED IMPORTED_TARGET libidn2)
target_compile_definitions(house INTERFACE PRINTF_FORMAT=printf)
target_link_libraries(house INTERFACE PkgConfig::IDN2)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT APPLE)
  target_link_options(house INTERFACE -Wl,-z,relro,-z,now)
endif()
if(APPLE) # untested; POSIX's name of that member
  target_compile_definitions(house INTERFACE st_mtim=st_mtimespec)
endif()

# Who calls libcurl: its headers alone, core/library_posix.c opens it.
function(system_curl target)
  target_include_directories(${target} SYSTEM PRIVATE ${CURL_INCLUDE_DIRS})
endfunction()
# A program that people start: the loader asks libraries in the order of the link,
# and most of what it asks for at a start are libcrypto's own functions and libc's.
function(system_program target)
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT APPLE)
    target_link_options(${target} PRIVATE
      -Wl,--push-state,--no-as-needed,-lcrypto,-lc,--pop-state)
  endif()
endfunction()
# A program of the build or of the tests.
function(system_tool target)
endfunction()
function(system_test target)
endfunction()

# The manual of a program, written by a tool of the build from its tables, in
# French and English; and what else the tool writes.
function(manual_pages program library)
  set(folder ${CMAKE_BINARY_DIR}/man)
  set(files fr/${program}.1 ${program}.1 ${ARGN})
  list(TRANSFORM files PREPEND ${folder}/)
  file(MAKE_DIRECTORY ${folder}/fr)
  add_executable(${library}_manual_gen manual_gen.c)
  target_link_libraries(${library}_manual_gen PRIVATE ${library})
  set_target_properties(${library}_manual_gen PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  add_custom_command(OUTPUT ${files}
    COMMAND ${library}_manual_gen ${folder} ${LANTERNE_DATE}
    DEPENDS ${library}_manual_gen COMMENT "Manual of ${program}" VERBATIM)
  add_custom_target(${library}_manual ALL DEPENDS ${files})
endfunction()
