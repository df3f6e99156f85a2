#!/bin/sh
# Whether two builds measure the same: each measures every sample, and what else is named, as JSON and as a table of frames, and replays every
# trace of the tests. Says which outputs differ, and ends with 1 if any does. Usage: same_results.sh OLD NEW [FILE OR FOLDER]...
# MODEL=heavy chooses the model (default: full).
set -eu
old=$(realpath "$1")
new=$(realpath "$2")
shift 2
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
compared=0
different=0

# Compares one kind of output of both builds for a file.
same() {
    compared=$((compared + 1))
    cmp -s "$work/old.$1" "$work/new.$1" && return
    different=$((different + 1))
    echo "different: $2 ($1)"
    diff "$work/old.$1" "$work/new.$1" | head -n 6 || true
}

measured() {
    for build in old new; do
        eval "program=\$$build"
        rm -f "$work/$build.csv"
        "$program" measure --json --model "${MODEL:-full}" --frames "$work/$build.csv" "$1" >"$work/$build.json" 2>"$work/$build.err" || true
        [ -e "$work/$build.csv" ] || : >"$work/$build.csv"
    done
    for kind in json csv err; do same $kind "$1"; done
}

replayed() {
    for build in old new; do
        eval "program=\$$build"
        "$program" replay --json "$1" >"$work/$build.json" 2>"$work/$build.err" || true
    done
    for kind in json err; do same $kind "$1"; done
}

for trace in tests/traces/*.jsonl; do replayed "$trace"; done
find samples "$@" -type f \( -name '*.mp4' -o -name '*.jpg' -o -name '*.png' \) | sort >"$work/files"
while read -r file; do measured "$file"; done <"$work/files"
echo "$compared outputs compared, $different differ"
[ "$different" = 0 ]
