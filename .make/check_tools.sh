#!/bin/sh
# Checks that what building LegRaise needs is installed, and says in one line what to do
# about each thing that is missing. As root on Debian or Ubuntu (a container, usually) it
# installs all but Rust by itself; so it does with sudo where INSTALL=1 (.ci/run).
set -eu

OLDEST_RUST_MINOR=95 # Rust 1.95, as rust-version in Cargo.toml
missing=0

have() { command -v "$1" >/dev/null 2>&1; }

complain() {
    echo "setup: $1" >&2
    missing=1
}

# Installs Debian packages; fails quietly where that is not possible.
apt_install() {
    [ -e /etc/debian_version ] && have apt-get || return 1
    sudo=""
    if [ "$(id -u)" != 0 ]; then
        [ "${INSTALL:-0}" = 1 ] && have sudo || return 1
        sudo="sudo"
    fi
    echo "setup: installing $*"
    $sudo apt-get update -qq &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

check_rust() {
    if ! have cargo || ! have rustc; then
        complain "Rust is missing: install it from https://rustup.rs"
        return
    fi
    if ! version=$(rustc --version 2>/dev/null); then
        complain "rustc does not run: rustup default stable"
        return
    fi
    minor=$(echo "$version" | sed -n 's/^rustc 1\.\([0-9]*\)\..*/\1/p')
    if [ -n "$minor" ] && [ "$minor" -lt "$OLDEST_RUST_MINOR" ]; then
        complain "$version is too old, 1.$OLDEST_RUST_MINOR or newer is needed: rustup update stable"
    fi
}

check_linker() {
    # gcc alone has no C library to link with: libc6-dev is only one of its recommendations.
    if have cc || apt_install gcc libc6-dev; then return; fi
    if [ "$(uname -s)" = Darwin ]; then
        complain "a C linker (cc) is missing: xcode-select --install"
    else
        complain "a C linker (cc) is missing: apt-get install gcc libc6-dev (or your system's gcc package)"
    fi
}

check_python() {
    if have python3 || apt_install python3 python3-pip; then return; fi
    complain "python3 is missing: apt-get install python3 python3-pip (or your system's packages)"
}

# What the camera's and the sound's crates are built with on Linux: bindgen loads libclang, and links ask pkg-config for ALSA.
has_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return 0
    ls /usr/lib*/libclang*.so* /usr/lib/*/libclang*.so* /usr/lib/llvm*/lib/libclang*.so* /usr/local/lib/libclang*.so* 2>/dev/null |
        grep -q '/libclang[-.0-9]*so'
}

check_linux_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    packages=""
    have pkg-config || packages="pkg-config"
    { have pkg-config && pkg-config --exists alsa; } || packages="$packages libasound2-dev"
    has_libclang || packages="$packages libclang-dev"
    # shellcheck disable=SC2086 # a list of packages
    if [ -z "$packages" ] || apt_install $packages; then return; fi
    complain "libraries to build with are missing: sudo apt-get install $packages (Fedora: pkgconf alsa-lib-devel clang-libs)"
}

check_rust
check_linker
check_python
check_linux_libraries
exit "$missing"
