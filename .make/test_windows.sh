#!/bin/sh
# Installs the program for Windows under Wine by its own installer, and runs it beside the program of this machine: every
# sample is measured by both, and what they write is compared. Then a record is kept, a report written, and the program
# removed again. Cameras can't be tried under Wine. On Debian and Ubuntu.
set -eu
cd "$(dirname "$0")/.."
work=${WORK:-target/package/test-windows}
# this machine's program; built anew where none is named
program=${PROGRAM:-}
model=${MODEL:-full}

say() { echo "test-windows: $*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

wine=$(command -v wine64 || command -v wine || ls /usr/lib/wine/wine64 2>/dev/null || true)
if [ -z "$wine" ] || ! command -v makensis >/dev/null; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends wine64 nsis unzip >/dev/null
    wine=$(command -v wine64 || ls /usr/lib/wine/wine64)
fi

sh .make/package.sh windows-installer
if [ -z "$program" ]; then
    cargo build --release
    program=target/release/legraise
fi
setup=$(ls target/package/legraise-*-setup.exe)
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
export WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" DISPLAY=""
export LEGRAISE_LANG=en
unset LEGRAISE_DATABASE LEGRAISE_MODELS LEGRAISE_FFMPEG ORT_DYLIB_PATH
trap '"$(dirname "$wine")"/wineserver -k 2>/dev/null || true' EXIT

# --- install, as a double click with /S does
"$wine" wineboot --init >/dev/null 2>&1 || true
installed=$WINEPREFIX/drive_c/LegRaise
"$wine" "$setup" /S '/D=C:\LegRaise' || fail "the installer"
for tries in 1 2 3 4 5 6 7 8 9 10; do [ -e "$installed/uninstall.exe" ] && break; sleep 2; done
for part in legraise.exe legraisew.exe msvcp140.dll vcruntime140.dll runtime/onnxruntime.dll runtime/ffmpeg.exe models/manifest.json; do
    [ -e "$installed/$part" ] || fail "not installed: $part"
done
say "installed: $(du -sm "$installed" | cut -f1) MB by an installer of $(du -m "$setup" | cut -f1) MB"
# Wine brings Microsoft's C++ runtime itself, and before version 9 lacks a function of Windows 8 that Rust asks for
rm -f "$installed"/msvcp140*.dll "$installed"/vcruntime140*.dll
cat >"$work/prng.c" <<'EOF'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
EOF
[ -e "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ] ||
    x86_64-w64-mingw32-gcc -shared -o "$installed/bcryptprimitives.dll" "$work/prng.c" -ladvapi32

here() { "$program" "$@"; }
there() { "$wine" "$installed/legraise.exe" "$@"; }
there --version || fail "it does not run"
there doctor || fail "doctor"

# The result without what has to differ: where the recording lies.
plain() { python3 -c 'import json, sys; d = json.load(sys.stdin); d["source"].pop("path"); print(json.dumps(d, sort_keys=True))'; }

# --- every sample by both
differs=0
table="sample | Linux | Windows | JSON | .mot | .trc | frames | trace replayed
--- | --- | --- | --- | --- | --- | --- | ---"
for sample in samples/*.mp4; do
    name=$(basename "$sample" .mp4)
    for system in here there; do
        to=$work/$system
        mkdir -p "$to"
        $system measure --model "$model" --json "$sample" --mot "$to/$name.mot" --trc "$to/$name.trc" --frames "$to/$name.csv" \
            --trace "$to/$name.jsonl" >"$to/$name.out" || [ $? = 1 ] || fail "$name: $system"
        tr -d '\r' <"$to/$name.out" | plain >"$to/$name.json"
        # the same trace by both
        $system replay "$work/here/$name.jsonl" --json | tr -d '\r' | plain >"$to/$name.replayed.json"
    done
    row="$name"
    for system in here there; do
        row="$row | $(python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(", ".join("%s %.2f° ± %.1f°, %s" % (t["side"], t["angle_deg"], t["uncertainty_deg"], t["verdict"]) for t in d["trials"]) or "no trial")' "$work/$system/$name.json")"
    done
    for file in json mot trc csv replayed.json; do
        if cmp -s "$work/here/$name.$file" "$work/there/$name.$file"; then row="$row | same"; else row="$row | DIFFERS"; differs=1; fi
    done
    table="$table
$row"
done
echo "$table"

# --- a record, a report, an export
there measure --model "$model" samples/v01_peak78_f1.mp4 --save Sample >/dev/null || fail "keeping a trial"
there history Sample | tee "$work/history.txt"
grep -q '78°' "$work/history.txt" || fail "the record does not hold the trial"
there report Sample --to "$work/report.pdf" || fail "the report"
head -c 5 "$work/report.pdf" | grep -q '%PDF-' || fail "the report is no PDF"
there history export Sample --to "$work/export" >/dev/null || fail "the export"
say "record, report ($(wc -c <"$work/report.pdf") bytes) and export ($(ls "$work/export" | wc -l) files): done"

# --- remove
record=$(find "$WINEPREFIX/drive_c/users" -name record.sqlite)
[ -n "$record" ] || fail "no record was kept"
"$wine" "$installed/uninstall.exe" /S '_?=C:\LegRaise' || fail "the uninstaller"
rm -f "$installed/bcryptprimitives.dll"
left=$(find "$installed" -type f ! -name uninstall.exe 2>/dev/null || true)
[ -z "$left" ] || fail "left behind: $left"
[ -e "$record" ] || fail "the record went with the program"
say "removed; the record stays: ${record#"$WINEPREFIX"/}"
[ "$differs" = 0 ] || fail "Windows and Linux differ"
say "passed"
