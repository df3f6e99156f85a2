#!/bin/sh
# Puts the program, and all that belongs to it, where a system keeps such things; `make install` and every package for
# Linux go through here.
#
#   PREFIX=/usr/local DESTDIR= sh .make/install.sh            install
#   PREFIX=/usr/local DESTDIR= sh .make/install.sh uninstall  remove what it has installed
#
# PROGRAM  the program to install                       [target/release/legraise]
# FFMPEG   1 with the FFmpeg of runtime/, 0 without     [1]
# ZSH      where zsh looks for completions              [share/zsh/site-functions]
set -eu
cd "$(dirname "$0")/.."
program=${PROGRAM:-target/release/legraise}
root=${DESTDIR:-}${PREFIX:-/usr/local}
zsh=${ZSH:-share/zsh/site-functions}

uninstall() {
    rm -f "$root/bin/legraise" "$root/share/applications/legraise.desktop" \
        "$root"/share/man/man1/legraise.1 "$root"/share/man/man1/legraise-*.1 \
        "$root"/share/icons/hicolor/*/apps/legraise.png "$root/share/icons/hicolor/scalable/apps/legraise.svg" \
        "$root/share/metainfo/io.github.legraise.LegRaise.metainfo.xml" \
        "$root/share/bash-completion/completions/legraise" "$root/$zsh/_legraise" \
        "$root/share/fish/vendor_completions.d/legraise.fish"
    rm -rf "$root/share/legraise" "$root/lib/legraise" "$root/share/doc/legraise"
}

# put MODE FOLDER FILE...
put() {
    mode=$1 folder=$root/$2
    shift 2
    install -d -m 755 "$folder"
    install -m "$mode" "$@" "$folder"
}

# put_as MODE FILE PATH
put_as() {
    install -d -m 755 "$(dirname "$root/$3")"
    install -m "$1" "$2" "$root/$3"
}

parts() {
    put 755 bin "$program"
    put 644 share/legraise/models models/*.onnx models/manifest.json models/LICENSE models/NOTICE
    put 644 share/legraise/samples samples/*.mp4 samples/README.md samples/truth.csv
    put 644 lib/legraise/runtime runtime/libonnxruntime.* runtime/versions.json runtime/onnxruntime-*.txt
    if [ "${FFMPEG:-1}" = 1 ]; then
        put 755 lib/legraise/runtime runtime/ffmpeg
        put 644 lib/legraise/runtime runtime/ffmpeg-NOTICE.txt runtime/imageio-ffmpeg-LICENSE.txt
    fi
}

desktop() {
    put 644 share/applications packaging/linux/legraise.desktop
    put 644 share/metainfo packaging/linux/io.github.legraise.LegRaise.metainfo.xml
    put 644 share/icons/hicolor/scalable/apps packaging/legraise.svg
    for icon in packaging/icons/*.png; do
        size=$(basename "$icon" .png)
        put_as 644 "$icon" "share/icons/hicolor/${size}x$size/apps/legraise.png"
    done
}

help() {
    install -d -m 755 "$root/share/man/man1"
    "$program" man-pages "$root/share/man/man1"
    chmod 644 "$root"/share/man/man1/legraise*.1
    made=$(mktemp -d)
    for shell in bash zsh fish; do "$program" completions "$shell" >"$made/$shell"; done
    put_as 644 "$made/bash" share/bash-completion/completions/legraise
    put_as 644 "$made/zsh" "$zsh/_legraise"
    put_as 644 "$made/fish" share/fish/vendor_completions.d/legraise.fish
    rm -rf "$made"
    put 644 share/doc/legraise README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE
    put 644 share/doc/legraise/docs docs/*.md
    put_as 644 src/voice/lines/NOTICE share/doc/legraise/voice-NOTICE
    # the licences of all that is built in, where `make licences` has written them
    [ ! -e target/package/licences.html ] || put 644 share/doc/legraise target/package/licences.html
}

case ${1:-install} in
    install) uninstall; parts; desktop; help ;;
    uninstall) uninstall ;;
    *) echo "usage: sh .make/install.sh [install|uninstall]" >&2; exit 1 ;;
esac
