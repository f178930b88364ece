# Toolchain: Windows x86_64 by mingw-w64.  LANTERNE_WINDOWS_DEPS: what
# packaging/windows/deps.sh built.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)

set(LANTERNE_WINDOWS_DEPS "${CMAKE_CURRENT_LIST_DIR}/../../build/windows-deps/prefix"
  CACHE PATH "folder made by packaging/windows/deps.sh")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LANTERNE_WINDOWS_DEPS)
get_filename_component(LANTERNE_WINDOWS_DEPS "${LANTERNE_WINDOWS_DEPS}" ABSOLUTE)

set(CMAKE_FIND_ROOT_PATH "${LANTERNE_WINDOWS_DEPS}" /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} "${LANTERNE_WINDOWS_DEPS}/lib/pkgconfig")
set(ENV{PKG_CONFIG_PATH} "")

set(CMAKE_EXE_LINKER_FLAGS_INIT
  "-static -fstack-protector-strong -Wl,--no-insert-timestamp")

# The tests, and the host tool of the build, run under wine.
find_program(LANTERNE_WINE NAMES wine wine64 PATHS /usr/lib/wine NO_CMAKE_FIND_ROOT_PATH)
if(LANTERNE_WINE)
  set(CMAKE_CROSSCOMPILING_EMULATOR
    "${CMAKE_COMMAND};-E;env;WINEDEBUG=-all;${LANTERNE_WINE}")
endif()
