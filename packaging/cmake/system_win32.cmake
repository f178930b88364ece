# What only a Windows build has.
enable_language(RC)
target_compile_definitions(house INTERFACE UNICODE _UNICODE
  WIN32_LEAN_AND_MEAN _WIN32_WINNT=0x0A00 PRINTF_FORMAT=gnu_printf)
# ccache may name a source from the build's folder
target_compile_options(house INTERFACE -ffile-prefix-map=../..=.)
target_link_libraries(house INTERFACE advapi32 normaliz ole32 shell32 uuid wevtapi)
target_link_options(house INTERFACE $<$<CONFIG:Release>:-s>
  -Wl,--dynamicbase,--nxcompat,--high-entropy-va)

set(WINDOWS_FOLDER ${CMAKE_SOURCE_DIR}/packaging/windows)
string(REPLACE "." "," LANTERNE_VERSION_COMMAS "${PROJECT_VERSION}")
configure_file(${WINDOWS_FOLDER}/program.rc.in program.rc @ONLY)

# Who calls libcurl: linked, as all libraries are.
function(system_curl target)
  target_link_libraries(${target} PUBLIC PkgConfig::CURL)
endfunction()
# A program that people start: manifest, version, icon.
function(system_program target)
  system_tool(${target})
  target_sources(${target} PRIVATE ${CMAKE_BINARY_DIR}/program.rc)
endfunction()
# A program of the build or of the tests: the manifest, for UTF-8.
function(system_tool target)
  target_sources(${target} PRIVATE ${WINDOWS_FOLDER}/manifest.rc)
  set_property(SOURCE ${WINDOWS_FOLDER}/manifest.rc ${CMAKE_BINARY_DIR}/program.rc
    TARGET_DIRECTORY ${target} PROPERTY COMPILE_OPTIONS -I${WINDOWS_FOLDER})
  set_property(SOURCE ${WINDOWS_FOLDER}/manifest.rc ${CMAKE_BINARY_DIR}/program.rc
    TARGET_DIRECTORY ${target} PROPERTY OBJECT_DEPENDS
    ${WINDOWS_FOLDER}/lanterne.manifest ${WINDOWS_FOLDER}/lanterne.ico)
endfunction()
function(system_test target)
  system_tool(${target})
  target_compile_options(${target} PRIVATE
    "$<$<COMPILE_LANGUAGE:C>:SHELL:-include ${CMAKE_SOURCE_DIR}/tests/unit/posix_win32.h>")
endfunction()
# No manual pages.
function(manual_pages program library)
endfunction()
# Tests of what only POSIX has: users and modes, links, FIFOs, fork, mmap, the
# database of time zones.  test_os_win32 and tests/windows/ stand for them.
# linefast, whose reads are of single bytes, takes minutes under wine.
set(LANTERNE_TESTS_LACKING
  "browsers|cursor|dnslogs|input|linefast|machine|os|progress|reader|snapshot|spawn|zone")
set(LANTERNE_FUZZ_LACKING "input|linefast|linelog")
