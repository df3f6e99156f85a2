# Runs in the virtual machine: the real program with real camera devices. Each step is told with the machine's time; the first that
# fails ends it.

log=/host/mnt/live.log

say() { echo "camera_vm: $(cut -d' ' -f1 /proc/uptime) s: $1"; }

fail() {
    say "FAILED: $1"
    cat "$log"
    poweroff -f
}

# Runs something where the host's programs and libraries are.
host() { chroot /host /usr/bin/env -C "$ROOT" PATH=/usr/bin:/bin TMPDIR=/mnt HOME=/mnt "$@"; }

# Waits until what the program says holds a text so many times.
expect() {
    text=$1 times=$2 limit=$3 waited=0
    until [ "$(grep -c "$text" "$log")" -ge "$times" ]; do
        [ "$waited" -ge "$limit" ] && fail "\"$text\" was not said $times times within $limit s"
        sleep 1
        waited=$((waited + 1))
    done
    say "it says: $(grep "$text" "$log" | tail -1)"
}

live() {
    : >"$log"
    host "$PROGRAM" live --headless --model full "$@" >>"$log" 2>&1 &
    live=$!
}

# Ends the program as Ctrl-C does.
interrupt() {
    killall -INT "$(basename "$PROGRAM")"
    wait "$live"
    [ $? = 130 ] || fail "Ctrl-C did not end it"
}

# Shows the sample on the loopback: so many seconds of its first picture, then the raise.
feed() {
    host ffmpeg -nostdin -v error -i samples/v01_peak78_f1.mp4 \
        -vf "fps=5,tpad=start_mode=clone:start_duration=$1,realtime,format=yuyv422" -f v4l2 /dev/video0 &
    feeder=$!
}

none_is_told() {
    host "$PROGRAM" cameras >"$log" 2>&1 && fail "cameras found where there are none"
    grep -q "no camera was found" "$log" || fail "nothing said about there being no camera"
    say "without a camera: $(cat "$log")"
}

# A camera that nobody feeds is not there; then a raise is measured; then the feeding stops and goes on.
measured_from_a_camera() {
    modprobe v4l2loopback devices=1 exclusive_caps=1 card_label=VirtualCam || fail "v4l2loopback does not load"
    live --camera VirtualCam --report-json /mnt/report.json
    expect 'no pictures: the camera "VirtualCam" is not there' 1 60
    feed 6
    expect "pictures come: 640×360 YUYV, 30 fps" 1 60
    host "$PROGRAM" cameras | grep -qx VirtualCam || fail "the camera is not listed"
    say "legraise cameras lists VirtualCam"
    expect "model full" 1 300
    expect "trial: right leg" 1 120
    wait "$feeder"
    say "the feeding stopped"
    expect "no pictures: the camera" 2 30
    feed 60
    expect "pictures come" 2 60
    killall ffmpeg
    interrupt
    say "$(grep "left out" "$log")"
    angle=$(sed -n 's/^trial: right leg \([0-9]*\)°.*/\1/p' "$log" | head -1)
    [ "$angle" -ge 73 ] && [ "$angle" -le 83 ] || fail "the angle is $angle°, and should be 78°"
    grep -q '"interrupted"' /host/mnt/report.json || fail "the report does not tell of the interruption"
    say "the raise is measured as $angle°; it is 78°"
}

# A test camera of the kernel is unplugged while it streams, and comes back.
unplugged() {
    modprobe vivid n_devs=1 node_types=0x1 || fail "vivid does not load"
    node=$(grep -l vivid /sys/class/video4linux/video*/name | sed 's|.*/\(video[0-9]*\)/name|\1|')
    live --camera vivid-000-vid-cap
    expect "pictures come: 640×480 YUYV, 25 fps" 1 60
    host v4l2-ctl -d "/dev/$node" --set-ctrl=disconnect=1 || fail "it can't be unplugged"
    say "the camera is unplugged"
    expect "no pictures: the camera" 1 300
    grep -q "no pictures: the camera was unplugged" "$log" || grep -q 'vivid-000-vid-cap" is not there' "$log" || fail "another fault"
    waited=0
    until rmmod vivid 2>/dev/null; do
        [ "$waited" -ge 30 ] && fail "the program keeps the camera that is gone"
        sleep 1
        waited=$((waited + 1))
    done
    say "the program has let it go"
    modprobe vivid n_devs=1 node_types=0x1
    expect "pictures come" 2 60
    interrupt
}

none_is_told
measured_from_a_camera
unplugged
echo "camera_vm: passed"
