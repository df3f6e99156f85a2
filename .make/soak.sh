#!/bin/sh
# The long run: the window plays a sample again and again, on a screen of its own, and every five minutes one line tells what the program takes:
#   s        seconds since the start
#   rss_mb   memory of the program, MB; ffmpeg_mb that of its FFmpeg
#   files    open files; threads
#   pace     pictures a second, how old the latest one was when it was shown, and how many were left out, as the program tells
# All but the first line should be alike. Usage: soak.sh [MINUTES] [SECONDS BETWEEN LINES]; needs Xvfb and what `make build` builds.
set -eu
cd "$(dirname "$0")/.."
minutes=${1:-120}
every=${2:-300}
program=${LEGRAISE:-target/release/legraise}
sample=samples/v01_peak78_f1.mp4
folder=$(mktemp -d)
running=
end() {
    trap - EXIT INT TERM
    for id in $running; do kill "$id" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap end EXIT
trap 'end; exit 130' INT TERM

# 12 s each, one after the other, not decoded again
rounds=$((minutes * 5 + 10))
runtime/ffmpeg -nostdin -v error -stream_loop "$rounds" -i "$sample" -c copy "$folder/long.mp4"

mkfifo "$folder/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$folder/display" 2>/dev/null &
running=$!
read -r display <"$folder/display"
DISPLAY=":$display" LEGRAISE_SETTINGS="$folder/settings.json" LEGRAISE_DATABASE="$folder/record.sqlite" \
    nice -n 10 "$program" live --source "$folder/long.mp4" --model full --tell-pace "$every" 2>"$folder/told" &
id=$!
running="$id $running"

rss() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$1/status" 2>/dev/null || echo 0; }
start=$(date +%s)
echo "s rss_mb ffmpeg_mb files threads pace"
while :; do
    sleep "$every"
    now=$(($(date +%s) - start))
    if ! kill -0 "$id" 2>/dev/null; then
        echo "it ended after $now s:"
        cat "$folder/told"
        exit 1
    fi
    decoder=$(pgrep -P "$id" | head -n 1)
    echo "$now $(rss "$id") $(rss "${decoder:-0}") $(find "/proc/$id/fd" -type l | wc -l) $(find "/proc/$id/task" -maxdepth 1 -mindepth 1 | wc -l) $(tail -n 1 "$folder/told")"
    [ "$now" -lt $((minutes * 60)) ] || break
done
