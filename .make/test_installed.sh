#!/bin/sh
# Installs the package of `make deb` in a bare Debian system that has neither network nor Rust, measures a sample there,
# opens the window, and removes the package again: nothing but the user's own record may be left. As root, on Debian.
set -eu
cd "$(dirname "$0")/.."
package=$(ls target/package/legraise_*.deb)
work=${WORK:-target/package/installed}
bare=$work/bare
suite=${SUITE:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
mirror=${MIRROR:-$(sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p' /etc/apt/sources.list \
    /etc/apt/sources.list.d/* 2>/dev/null | grep '/debian/*$' | head -1)}

say() { echo "test-installed: $*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "it takes root: sudo make test-installed"
for tool in debootstrap:debootstrap Xvfb:xvfb import:imagemagick unshare:util-linux strace:strace; do
    command -v "${tool%:*}" >/dev/null || apt-get install -qq -y --no-install-recommends "${tool#*:}" >/dev/null
done

# --- a bare system, and the packages that this one asks for, fetched while there still is a network
if [ ! -e "$work/ready-$suite" ]; then
    rm -rf "$bare"
    mkdir -p "$bare"
    say "making a bare $suite in $bare"
    debootstrap --variant=minbase "$suite" "$bare" "${mirror:-http://deb.debian.org/debian}" >"$work/debootstrap.log" ||
        fail "debootstrap: see $work/debootstrap.log"
    # the mirror's certificate, where it needs one
    cp -a /etc/apt/apt.conf.d/. "$bare/etc/apt/apt.conf.d/"
    if [ -d /etc/ssl/certs ]; then mkdir -p "$bare/etc/ssl" && cp -aL /etc/ssl/certs "$bare/etc/ssl/"; fi
    touch "$work/ready-$suite"
fi
cp /etc/resolv.conf "$bare/etc/resolv.conf" 2>/dev/null || true
cp "$package" "$bare/legraise.deb"
chroot "$bare" apt-get update -qq
chroot "$bare" apt-get install -y -qq --no-install-recommends --download-only /legraise.deb libgl1-mesa-dri >/dev/null
rm -f "$bare/etc/resolv.conf"
before=$(mktemp) after=$(mktemp)
files() { (cd "$bare" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./tmp -o -path ./run -o -path ./dev \) -prune -o -print | sort); }

# Without network; what runs sees no display but the one that is made for it.
cat >"$work/inside.sh" <<'EOF'
bare=$1
shift
mount -t proc proc "$bare/proc"
mount -t devpts devpts "$bare/dev/pts"
exec chroot "$bare" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
EOF
inside() { unshare --net --mount sh "$work/inside.sh" "$bare" "$@"; }
seconds() { date +%s.%N; }
took() { echo "$1 $(seconds)" | awk '{ printf "%.1f s", $2 - $1 }'; }

inside sh -c 'command -v cargo rustc make python3' && fail "the bare system is not bare"
inside sh -c 'cat /sys/class/net/*/operstate 2>/dev/null | grep -q up' && fail "there is a network"
files >"$before"

# --- install
begin=$(seconds)
inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /legraise.deb libgl1-mesa-dri \
    >"$work/install.log" 2>&1 || { tail -5 "$work/install.log"; fail "it does not install"; }
say "installed in $(took "$begin"): package $(du -h --apparent-size "$package" | cut -f1), $(inside dpkg-query -W -f '${Installed-Size}' legraise) kB on disk"
inside legraise --version
inside legraise doctor

# --- measure
begin=$(seconds)
inside legraise measure --save Sample /usr/share/legraise/samples/v01_peak78_f1.mp4 | tee "$work/measured.txt"
grep -q 'right leg: 78°' "$work/measured.txt" || fail "the sample was not measured as 78°"
say "measured in $(took "$begin")"

# --- a folder that somebody else has filled
inside sh -c 'mkdir -p /tmp/hostile/runtime /tmp/hostile/models &&
    printf "#!/bin/sh\ntouch /tmp/hostile/ran\n" >/tmp/hostile/runtime/ffmpeg && cp /tmp/hostile/runtime/ffmpeg /tmp/hostile/ffmpeg &&
    chmod +x /tmp/hostile/runtime/ffmpeg /tmp/hostile/ffmpeg &&
    echo "{}" >/tmp/hostile/models/manifest.json && echo no >/tmp/hostile/runtime/libonnxruntime.so && echo no >/tmp/hostile/libonnxruntime.so'
strace -f -o "$work/opened.txt" -e trace=open,openat,execve unshare --net --mount sh "$work/inside.sh" "$bare" sh -c \
    'cd /tmp/hostile && exec legraise measure --model full /usr/share/legraise/samples/v01_peak78_f1.mp4' >/dev/null ||
    fail "it does not measure in a hostile folder"
[ ! -e "$bare/tmp/hostile/ran" ] || fail "a program in the working folder ran"
if grep -E '(open|openat|execve)\((AT_FDCWD, )?"(/tmp/hostile|(\./)?(runtime|models)/|(\./)?(ffmpeg|libonnxruntime))' "$work/opened.txt"; then
    fail "something in the working folder was opened"
fi
say "nothing of a hostile working folder was opened ($(wc -l <"$work/opened.txt") calls looked at)"

# --- the window
Xvfb :97 -screen 0 1280x800x24 >/dev/null 2>&1 &
screen=$!
trap 'kill $screen 2>/dev/null || true' EXIT
sleep 2
mkdir -p "$bare/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$bare/tmp/.X11-unix"
begin=$(seconds)
inside env DISPLAY=:97 LIBGL_ALWAYS_SOFTWARE=1 timeout 20 legraise >"$work/window.log" 2>&1 &
window=$!
sleep 8
DISPLAY=:97 import -window root "$work/window.png"
wait "$window" && code=0 || code=$?
umount "$bare/tmp/.X11-unix"
[ "$code" = 124 ] || { cat "$work/window.log"; fail "the window did not stay open ($code)"; }
colours=$(identify -format %k "$work/window.png")
[ "$colours" -gt 50 ] || fail "the window is empty: $work/window.png"
say "the window was open until it was closed: $work/window.png ($colours colours)"

# --- remove
inside env DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq legraise >"$work/remove.log" 2>&1 || fail "it can't be removed"
inside sh -c 'command -v legraise' && fail "it is still there"
files >"$after"
left=$(comm -13 "$before" "$after" | grep -i legraise || true)
[ "$(echo "$left" | grep -c 'share/legraise/record.sqlite$')" = 1 ] || fail "the record is gone"
others=$(echo "$left" | grep -v '^./root/.local/share/legraise' || true)
[ -z "$others" ] || fail "left behind: $others"
say "removed; what is left is the user's own: $(echo "$left" | tr '\n' ' ')"
say "passed"
