#!/bin/sh
# Builds one kind of package into target/package, from the program with all that belongs to it:
#
#   deb                 Debian, Ubuntu: FFmpeg is the system's          (needs cargo-deb)
#   rpm                 Fedora, openSUSE: FFmpeg is the system's        (needs rpmbuild: Debian's rpm)
#   tarball             other Linux, FFmpeg inside; it tells which glibc it asks for
#   windows-installer   Windows 10 and newer, built on Linux            (needs makensis: Debian's nsis; .make/other_systems.sh)
#   macos-app           macOS, built there: the app and its disk image
set -eu
cd "$(dirname "$0")/.."
out=target/package
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
machine=$(uname -m)
mkdir -p "$out"

have() { command -v "$1" >/dev/null 2>&1; }

need() {
    have "$1" || { echo "package: $1 is missing: $2" >&2; exit 1; }
}

# A folder for what a package holds, empty. Names on Linux: package_root NAME
root() {
    rm -rf "${out:?}/$1"
    mkdir -p "$out/$1"
    echo "$out/$1"
}

told() { ls -l "$1" | awk '{ printf "package: %s, %.1f MB\n", $9, $5 / 1e6 }'; }

deb() {
    need cargo-deb "cargo install cargo-deb"
    cargo build --release
    DESTDIR=$(root deb) PREFIX=/usr FFMPEG=0 ZSH=share/zsh/vendor-completions sh .make/install.sh
    rm -f "$out"/legraise_*.deb
    cargo deb --no-build --no-strip --output "$out/"
    told "$out"/legraise_*.deb
}

rpm() {
    need rpmbuild "apt-get install rpm"
    cargo build --release
    DESTDIR=$(root rpm) PREFIX=/usr FFMPEG=0 sh .make/install.sh
    rm -f "$out"/legraise-*.rpm
    rpmbuild -bb --quiet --define "_topdir $PWD/$out/rpmbuild" --define "_rpmdir $PWD/$out" \
        --define "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm" \
        --define "legraise_version $version" --define "legraise_root $PWD/$out/rpm" packaging/linux/legraise.spec
    rm -rf "$out/rpmbuild"
    told "$out"/legraise-*.rpm
}

# It starts wherever glibc is as new as the newest symbol that it asks for.
tarball() {
    need objdump "apt-get install binutils"
    cargo build --release
    name=legraise-$version-linux-$machine
    folder=$(root "$name")
    PREFIX=$PWD/$folder DESTDIR="" sh .make/install.sh
    glibc=$(objdump -T "$folder/bin/legraise" | sed -n 's/.*(\{0,1\}GLIBC_\([0-9.]*\).*/\1/p' | sort -V | tail -1)
    sed "s/@GLIBC@/$glibc/" packaging/linux/README.txt >"$folder/README.txt"
    XZ_OPT=-T0 tar -C "$out" --owner=0 --group=0 --sort=name -cJf "$out/$name.tar.xz" "$name"
    told "$out/$name.tar.xz"
    echo "package: it asks for glibc $glibc"
}

# Of Microsoft's C++ runtime what ONNX Runtime's library asks for: Windows has it only where another program brought it.
msvc="msvc-runtime==14.44.35112 --hash=sha256:aba7fbe71897d25ed53fbb7f391e9f50289378a8a9ae218ba18530c663448391"

# All that is installed on Windows, as it will lie there.
windows_folder() {
    folder=$(root windows)
    sh .make/other_systems.sh build >&2
    cp target/x86_64-pc-windows-gnu/release/legraise.exe target/x86_64-pc-windows-gnu/release/legraisew.exe "$folder/"
    python3 .make/get_runtime.py --platform windows-x86_64 --dest "$folder/runtime" >&2
    mkdir -p "$folder/models" "$folder/samples" "$folder/docs" "$out/msvc"
    cp models/*.onnx models/manifest.json models/LICENSE models/NOTICE "$folder/models/"
    cp samples/*.mp4 samples/README.md samples/truth.csv "$folder/samples/"
    cp docs/*.md "$folder/docs/"
    cp README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE packaging/icons/legraise.ico "$folder/"
    cp src/voice/lines/NOTICE "$folder/voice-NOTICE"
    [ ! -e "$out/licences.html" ] || cp "$out/licences.html" "$folder/"
    echo "$msvc" >"$out/msvc/requirements.txt"
    python3 -m pip download --quiet --no-deps --only-binary=:all: --platform win_amd64 --python-version 3.11 \
        --implementation cp --require-hashes --requirement "$out/msvc/requirements.txt" --dest "$out/msvc" >&2
    for dll in msvcp140 msvcp140_1 vcruntime140 vcruntime140_1; do
        unzip -qjo "$out"/msvc/msvc_runtime-*.whl "*/Scripts/$dll.dll" -d "$folder"
    done
    unzip -qjo "$out"/msvc/msvc_runtime-*.whl "*/licenses/LICENSE" -d "$out/msvc"
    cp "$out/msvc/LICENSE" "$folder/msvc-runtime-LICENSE.txt"
    echo "$folder"
}

windows_installer() {
    need makensis "apt-get install nsis"
    folder=$(windows_folder)
    makensis -V2 -NOCD "-DVERSION=$version" "-DFROM=$folder" "-DTO=$out/legraise-$version-setup.exe" packaging/windows/legraise.nsi
    told "$out/legraise-$version-setup.exe"
}

# The app by its own folder: PROGRAM stands in for the program of a Mac where the folder alone is looked at.
macos_app() {
    program=${PROGRAM:-}
    if [ -z "$program" ]; then
        [ "$(uname -s)" = Darwin ] || { echo "package: the app is built on macOS" >&2; exit 1; }
        cargo build --release
        program=target/release/legraise
    fi
    contents=$(root macos)/LegRaise.app/Contents
    mkdir -p "$contents/MacOS" "$contents/Resources/models" "$contents/Resources/runtime" "$contents/Resources/samples"
    cp "$program" "$contents/MacOS/legraise"
    sed "s/@VERSION@/$version/g" packaging/macos/Info.plist >"$contents/Info.plist"
    cp packaging/icons/legraise.icns "$contents/Resources/"
    cp models/*.onnx models/manifest.json models/LICENSE models/NOTICE "$contents/Resources/models/"
    cp runtime/* "$contents/Resources/runtime/"
    cp samples/*.mp4 samples/README.md samples/truth.csv "$contents/Resources/samples/"
    cp README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$contents/Resources/"
    cp src/voice/lines/NOTICE "$contents/Resources/voice-NOTICE"
    [ ! -e "$out/licences.html" ] || cp "$out/licences.html" "$contents/Resources/"
    if have codesign; then
        # by nobody in particular ("-") unless a developer's name is given; FFmpeg and ONNX Runtime keep the signatures
        # that they came with, and with them their hashes
        codesign --force --options runtime --entitlements packaging/macos/entitlements.plist \
            --sign "${CODESIGN_IDENTITY:--}" "$out/macos/LegRaise.app"
    fi
    if have hdiutil; then
        ln -sfn /Applications "$out/macos/Applications"
        image=$out/legraise-$version-macos-$machine.dmg
        rm -f "$image"
        hdiutil create -quiet -volname LegRaise -srcfolder "$out/macos" -format UDZO "$image"
        told "$image"
    fi
}

case ${1:-} in
    deb) deb ;;
    rpm) rpm ;;
    tarball) tarball ;;
    windows-installer) windows_installer ;;
    windows-folder) windows_folder ;;
    macos-app) macos_app ;;
    *) echo "usage: sh .make/package.sh deb|rpm|tarball|windows-installer|windows-folder|macos-app" >&2; exit 1 ;;
esac
