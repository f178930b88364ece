#!/bin/sh
# deps.sh: the libraries of lanterne.exe, static, for Windows (x86_64, mingw-w64).
# Usage: deps.sh [--refresh] [DIR]
# The result is DIR/prefix, and build/windows-deps leads to DIR, which is, for all
# clones of one person, ~/.cache/lanterne/windows-deps (or $XDG_CACHE_HOME's).
#
# Built from Debian's source packages, with Debian's patches: those of `suite`, or
# of this machine's own release where a mirror does not serve them.  apt checks the
# signature of the index and each file against it; dpkg-source checks them again.
# A library is kept while its sources, the compiler and the way of building it are
# the same; --refresh asks for newer sources.  About 5 minutes on two cores.
set -eu
suite=trixie
host=x86_64-w64-mingw32
packages="zlib expat libyaml jansson cmocka sqlite3 openssl curl"

root=$(cd "$(dirname "$0")/../.." && pwd)
refresh=
if [ "${1:-}" = --refresh ]; then
    refresh=yes
    shift
fi
dir=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/lanterne/windows-deps}
mkdir -p "$dir" "$root/build"
dir=$(cd "$dir" && pwd)
ln -sfn "$dir" "$root/build/windows-deps"
# one at a time
exec 9>"$dir/lock"
flock 9
sources=$dir/sources

say() { echo "deps.sh: $*" >&2; }

# ---- sources ----

# This machine's mirrors, for source packages, in a configuration of our own.
configure_apt() {
    mkdir -p "$dir/apt/parts" "$dir/apt/lists/partial" "$dir/apt/cache/archives/partial"
    own=$(. /etc/os-release && echo "$VERSION_CODENAME")
    sed 's/^Types:.*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources \
        >"$dir/apt/parts/own.sources"
    sed "s/$own/$suite/g" "$dir/apt/parts/own.sources" >"$dir/apt/parts/$suite.sources"
    cat >"$dir/apt/apt.conf" <<CONF
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$dir/apt/parts";
Dir::State::Lists "$dir/apt/lists";
Dir::Cache "$dir/apt/cache";
APT::Sandbox::User "root";
APT::Get::AllowUnauthenticated "false";
CONF
    export APT_CONFIG="$dir/apt/apt.conf"
    apt-get update -qq >>"$dir/fetch.log" 2>&1 || true # what is missing is told below
}

# The newest version of a package that is served whole.
fetch_one() { # PACKAGE
    newest=
    for version in $(apt-cache showsrc "$1" | sed -n 's/^Version: //p' | sort -rVu); do
        newest=${newest:-$version}
        rm -rf "$dir/fetching"
        mkdir -p "$dir/fetching"
        if (cd "$dir/fetching" &&
            apt-get source -qq --download-only "$1=$version") >>"$dir/fetch.log" 2>&1; then
            [ "$version" = "$newest" ] || say "$1: $newest is not served, $version is used"
            echo "$1 $version (newest $newest)" >"$dir/fetching/version"
            rm -rf "${sources:?}/$1"
            mkdir -p "$sources"
            mv "$dir/fetching" "$sources/$1"
            return
        fi
    done
    tail -5 "$dir/fetch.log" >&2
    say "$1: its source package did not come from this machine's Debian mirrors (no network?); the whole log is $dir/fetch.log"
    exit 1
}

# What came is what its .dsc says.
is_whole() { # PACKAGE
    [ -e "$sources/$1/version" ] && (
        cd "$sources/$1"
        sed -n '/^Checksums-Sha256:/,/^[^ ]/s/^ \([0-9a-f]*\) [0-9]* /\1  /p' ./*.dsc | sha256sum --check --quiet
    ) >>"$dir/fetch.log" 2>&1
}

fetch() {
    missing=
    : >"$dir/fetch.log"
    for package in $packages; do
        [ -z "$refresh" ] && is_whole "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "sources of$missing"
    configure_apt
    for package in $missing; do fetch_one "$package"; done
}

# ---- build ----

prefix=$dir/prefix
flags="-O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2"

unpack() { # PACKAGE: its patched source is $tree
    tree=$dir/unpacked/$1
    rm -rf "$tree"
    mkdir -p "$dir/unpacked"
    dpkg-source --no-copy -q -x "$sources/$1"/*.dsc "$tree" 2>/dev/null ||
        dpkg-source --no-copy -x "$sources/$1"/*.dsc "$tree" >&2
    cd "$tree"
}

pc() { # NAME VERSION LIBS CFLAGS
    mkdir -p "$made/lib/pkgconfig"
    cat >"$made/lib/pkgconfig/$1.pc" <<PC
prefix=\${pcfiledir}/../..
Name: $1
Description: $1
Version: $2
Libs: -L\${prefix}/lib $3
Cflags: -I\${prefix}/include ${4:-}
PC
}

with_cmake() { # OPTIONS...
    cmake -S . -B out -G Ninja -DCMAKE_TOOLCHAIN_FILE="$root/packaging/cmake/mingw-w64.cmake" \
        -DLANTERNE_WINDOWS_DEPS="$prefix" -DCMAKE_BUILD_TYPE=Release -DCMAKE_POLICY_VERSION_MINIMUM=3.5 \
        -DCMAKE_C_FLAGS="$flags -ffile-prefix-map=$PWD=." -DCMAKE_INSTALL_PREFIX="$made" -DBUILD_SHARED_LIBS=OFF "$@"
    cmake --build out -j2
    cmake --install out
}

build_zlib() {
    # Debian's archive leaves win32/Makefile.gcc out; gz*.c are for files, not used.
    # shellcheck disable=SC2086,SC2046
    $host-gcc $flags -c $(ls ./*.c | grep -v '/gz')
    $host-ar rcsD "$made/lib/libz.a" ./*.o
    cp zlib.h zconf.h "$made/include/"
    pc zlib "$(sed -n 's/#define ZLIB_VERSION "\(.*\)"/\1/p' zlib.h)" -lz
}

build_libyaml() {
    with_cmake -DBUILD_TESTING=OFF -DINSTALL_CMAKE_DIR=lib/cmake/yaml
    pc yaml-0.1 0.2.5 -lyaml -DYAML_DECLARE_STATIC
}

build_jansson() {
    with_cmake -DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF
    pc jansson 2.14 -ljansson
}

build_cmocka() {
    with_cmake -DWITH_EXAMPLES=OFF -DWITH_STATIC_LIB=ON -DUNIT_TESTING=OFF
    find out -name 'libcmocka*.a' ! -name '*.dll.a' -exec cp {} "$made/lib/libcmocka.a" \;
    rm -rf "$made"/lib/*.dll.a "$made/bin"
    pc cmocka 1.1 -lcmocka -DCMOCKA_STATIC
}

build_sqlite3() {
    ./configure --disable-tcl --disable-readline
    make sqlite3.c sqlite3.h
    # shellcheck disable=SC2086
    $host-gcc $flags -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_DQS=0 -DSQLITE_TEMP_STORE=2 \
        -DSQLITE_THREADSAFE=1 -c sqlite3.c -o sqlite3.o
    $host-ar rcsD "$made/lib/libsqlite3.a" sqlite3.o
    cp sqlite3.h "$made/include/"
    pc sqlite3 "$(cat VERSION)" -lsqlite3
}

build_openssl() {
    # shellcheck disable=SC2086
    ./Configure mingw64 --cross-compile-prefix=$host- no-shared no-tests no-module no-legacy \
        no-engine no-dso no-apps no-docs no-comp no-cmp no-cms no-ct no-ts no-srp no-psk no-ssl3 \
        no-weak-ssl-ciphers no-winstore --prefix=/lanterne --openssldir=/lanterne/ssl $flags
    make -j2 build_generated
    make -j2 libcrypto.a libssl.a
    cp libcrypto.a libssl.a "$made/lib/"
    cp -r include/openssl "$made/include/"
    rm -f "$made/include/openssl/"*.in
    version=$(. ./VERSION.dat && echo "$MAJOR.$MINOR.$PATCH")
    pc libcrypto "$version" "-lcrypto -lws2_32 -lcrypt32 -lbcrypt -ladvapi32 -lgdi32 -luser32"
    pc libssl "$version" "-lssl -lcrypto -lws2_32 -lcrypt32 -lbcrypt -ladvapi32 -lgdi32 -luser32"
}

build_expat() {
    [ ! -d expat ] || cd expat
    # Its CMake leaves XML_DTD without the value that Debian's patches compare.
    cat >lib/expat_config.h <<'CONFIG'
#define BYTEORDER 1234
#define HAVE_MEMMOVE 1
#define XML_CONTEXT_BYTES 1024
#define XML_DTD 1
#define XML_GE 1
#define XML_NS 1
CONFIG
    # shellcheck disable=SC2086
    (cd lib && $host-gcc $flags -DHAVE_EXPAT_CONFIG_H -DXML_STATIC -I. -c xmlparse.c xmlrole.c xmltok.c)
    $host-ar rcsD "$made/lib/libexpat.a" lib/*.o
    cp lib/expat.h lib/expat_external.h "$made/include/"
    pc expat 2 -lexpat -DXML_STATIC
}

build_curl() {
    with_cmake -DHTTP_ONLY=ON -DBUILD_CURL_EXE=OFF -DBUILD_STATIC_LIBS=ON -DBUILD_TESTING=OFF \
        -DBUILD_LIBCURL_DOCS=OFF -DBUILD_MISC_DOCS=OFF -DENABLE_CURL_MANUAL=OFF \
        -DCURL_USE_OPENSSL=ON -DOPENSSL_ROOT_DIR="$prefix" -DUSE_WIN32_IDN=ON -DENABLE_UNICODE=ON \
        -DZLIB_LIBRARY="$prefix/lib/libz.a" -DZLIB_INCLUDE_DIR="$prefix/include" \
        -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_COOKIES=ON -DCURL_DISABLE_HSTS=ON \
        -DCURL_DISABLE_MIME=ON -DCURL_DISABLE_DOH=ON \
        -DCURL_USE_LIBPSL=OFF -DCURL_USE_LIBSSH2=OFF -DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF \
        -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF
    rm -rf "$made/bin" "$made/share"
    pc libcurl "$(sed -n 's/^#define LIBCURL_VERSION "\(.*\)"/\1/p' include/curl/curlver.h)" \
        "-lcurl -lssl -lcrypto -lz -lnormaliz -lws2_32 -lcrypt32 -lbcrypt -ladvapi32 -liphlpapi" \
        -DCURL_STATICLIB
}

# What a library was made from: its sources, and all of this that may change it.
key_of() { # PACKAGE
    {
        echo "$flags"
        sed -n '/^pc()/,/^}/p; /^build_'"$1"'()/,/^}/p' "$root/packaging/windows/deps.sh" | tee "$dir/recipe"
        ! grep -q with_cmake "$dir/recipe" || {
            cat "$root/packaging/cmake/mingw-w64.cmake"
            sed -n '/^with_cmake()/,/^}/p' "$root/packaging/windows/deps.sh"
        }
        (cd "$sources/$1" && sha256sum ./*)
        # whose headers it is compiled with
        [ "$1" != curl ] || cat "$dir/made/zlib/key" "$dir/made/openssl/key"
    } | sha256sum | cut -d' ' -f1
}

build() { # PACKAGE
    made=$dir/made/$1
    rm -rf "$made"
    mkdir -p "$made/lib" "$made/include"
    say "building $1"
    set +e # an "if" or "||" would switch it off inside, too
    (set -e; unpack "$1"; "build_$1") >"$dir/$1.log" 2>&1 </dev/null
    status=$?
    set -e
    [ $status -eq 0 ] || {
        tail -30 "$dir/$1.log" >&2
        say "$1: the build failed; the whole log is $dir/$1.log"
        exit 1
    }
    rm -rf "$dir/unpacked"
    key_of "$1" >"$made/key"
}

# One folder of what was made so far; the later libraries look into it.
assemble() {
    rm -rf "$prefix.new"
    mkdir -p "$prefix.new"
    : >"$prefix.new/versions"
    for package in $packages; do
        [ -e "$dir/made/$package/key" ] || continue
        cp -r "$dir/made/$package/." "$prefix.new/"
        cat "$sources/$package/version" >>"$prefix.new/versions"
    done
    rm -rf "$prefix"
    mv "$prefix.new" "$prefix"
}

# Another compiler: all is built again.
compiler=$($host-gcc --version | head -1)
[ -n "$compiler" ] || {
    say "$host-gcc is missing: packaging/packages.sh windows"
    exit 1
}
if [ "$(cat "$dir/compiler" 2>/dev/null)" != "$compiler" ]; then
    rm -f "$dir"/made/*/key
    echo "$compiler" >"$dir/compiler"
fi

fetch
renice -n 10 $$ >/dev/null 2>&1 || true
for package in $packages; do
    [ "$(cat "$dir/made/$package/key" 2>/dev/null)" != "$(key_of "$package")" ] || continue
    build "$package"
    assemble
done
[ -e "$prefix/versions" ] || assemble
