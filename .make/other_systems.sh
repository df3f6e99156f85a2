#!/bin/sh
# Checks LegRaise for Windows and macOS, and builds it for Windows, on Debian or Ubuntu.
#
#   sh .make/other_systems.sh check [windows] [macos]   clippy with all targets, as for this system
#   sh .make/other_systems.sh build                     target/x86_64-pc-windows-gnu/release/legraise.exe
#
# The standard library of the other system comes from rustup where it has it (rustup target add …). Where rustup can't
# fetch it, it is compiled from Debian's rust-src of the very same version. Windows' C is compiled by mingw-w64, macOS'
# by zig (from PyPI), which brings macOS' C headers; nothing is linked for macOS, so its Objective-C may stay empty.
set -eu
repository=$(cd "$(dirname "$0")/.." && pwd)
work=${OTHER_SYSTEMS:-$repository/target/other-systems}
version=$(rustc --version | cut -d' ' -f2)
windows=x86_64-pc-windows-gnu
macos=aarch64-apple-darwin
zig_version=0.17.1
mkdir -p "$work"

say() { echo "other systems: $*" >&2; }

# What a check needs can't be had on this machine: that is said, and is no fault of the program.
not_checked() {
    say "NOT CHECKED: $*"
    exit 0
}

# Debian packages, where this user may install them.
need() {
    sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    say "installing $*"
    $sudo apt-get update -qq &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

# What cargo has to be told to have a standard library for a target.
with_std() {
    if [ -d "$(rustc --print sysroot)/lib/rustlib/$1/lib" ] || rustup target add "$1" >/dev/null 2>&1; then return; fi
    source=$work/rust-src/usr/src/rustc-$version/library
    [ -d "$source" ] || fetch_rust_src
    # unstable, and for the standard library alone
    export RUSTC_BOOTSTRAP=1 __CARGO_TESTS_ONLY_SRC_ROOT="$source"
    build_std="-Zbuild-std"
}

# Debian's rust-src of this rustc, unpacked, not installed: from this machine's own mirror, of whichever release has it.
fetch_rust_src() {
    mirror=$(sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p' /etc/apt/sources.list \
        /etc/apt/sources.list.d/* 2>/dev/null | grep '/debian/*$' | head -1)
    lists=$work/apt
    mkdir -p "$lists/lists/partial" "$lists/cache/archives/partial"
    for suite in trixie-backports trixie forky sid; do
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:-http://deb.debian.org/debian} $suite main"
    done >"$lists/list"
    of_these() {
        tool=$1
        shift
        "$tool" -o Dir::State::lists="$lists/lists" -o Dir::Etc::sourcelist="$lists/list" \
            -o Dir::Etc::sourceparts=- -o Dir::Cache="$lists/cache" "$@"
    }
    of_these apt-get update -qq || not_checked "Debian's packages can't be reached"
    package=$(of_these apt-cache madison rust-src | awk -F'|' -v v="$version" 'index($2, v "+") { gsub(/ /, "", $2); print $2; exit }')
    if [ -z "$package" ]; then
        not_checked "neither rustup nor Debian has a standard library of Rust $version for other systems"
    fi
    (cd "$work" && of_these apt-get download -qq "rust-src=$package" && dpkg-deb -x rust-src_*.deb rust-src)
}

with_mingw() {
    command -v x86_64-w64-mingw32-gcc >/dev/null && [ -e /usr/x86_64-w64-mingw32/include/windows.h ] ||
        need gcc-mingw-w64-x86-64-win32 mingw-w64-x86-64-dev || not_checked "mingw-w64 can't be installed"
}

with_zig() {
    if [ ! -x "$work/zig/ziglang/zig" ]; then
        say "fetching zig from PyPI"
        python3 -m pip download --quiet --no-deps --dest "$work" "ziglang==$zig_version" ||
            not_checked "zig can't be fetched from PyPI"
        python3 -m zipfile -e "$work"/ziglang-*.whl "$work/zig"
        chmod +x "$work/zig/ziglang/zig"
    fi
    zig=$work/zig/ziglang/zig
    echo 'int nothing;' >"$work/empty.c"
    # Apple's own options are not zig's, and nothing of Objective-C is needed to check Rust
    cat >"$work/macos-cc" <<EOF
#!/bin/sh
arguments=""; skip=0
for argument in "\$@"; do
    if [ \$skip = 1 ]; then skip=0; continue; fi
    case "\$argument" in
        -arch|-isysroot) skip=1; continue ;;
        --target=*|-mmacosx-version-min=*) continue ;;
        *.m) argument=$work/empty.c ;;
    esac
    arguments="\$arguments '\$argument'"
done
eval exec $zig cc -target aarch64-macos \$arguments
EOF
    printf '#!/bin/sh\nexec %s ar "$@"\n' "$zig" >"$work/macos-ar"
    chmod +x "$work/macos-cc" "$work/macos-ar"
    export CC_aarch64_apple_darwin="$work/macos-cc" AR_aarch64_apple_darwin="$work/macos-ar" SDKROOT="$work"
}

check() {
    cd "$repository"
    for system in "$@"; do
        build_std=""
        case $system in
            windows) with_mingw; with_std "$windows"; target=$windows ;;
            macos) with_zig; with_std "$macos"; target=$macos ;;
            *) say "no such system: $system"; exit 1 ;;
        esac
        say "checking $target"
        # the dev profile: nothing is run, so nothing is optimised
        CARGO_TARGET_DIR="$work/target" cargo clippy --locked --all-targets --features launcher --keep-going $build_std --target "$target" -- -D warnings
    done
}

build() {
    cd "$repository"
    build_std=""
    with_mingw
    with_std "$windows"
    # one of the camera's crates makes a DLL, too, and GNU ld would export all of its symbols: more than there may be
    export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS="-C link-arg=-Wl,--exclude-all-symbols"
    cargo build --locked --release $build_std --target "$windows" --features launcher
}

action=${1:-check}
[ $# = 0 ] || shift
case $action in
    check) [ $# -gt 0 ] || set -- windows macos; check "$@" ;;
    build) build ;;
    *) say "usage: sh .make/other_systems.sh check [windows] [macos] | build"; exit 1 ;;
esac
