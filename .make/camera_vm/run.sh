#!/bin/sh
# A leg raise measured from a real camera device of the Linux kernel, in a virtual machine: no webcam and no root are needed on this computer.
#
# Debian's kernel boots under QEMU with the modules v4l2loopback (a camera that shows what FFmpeg feeds it) and vivid (a test camera that
# can be unplugged), sees this computer's files read-only, and runs job.sh. Debian and Ubuntu only. Everything it makes is in target/camera_vm/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/target/camera_vm
LIMIT_S=3600 # a machine that hangs is ended

fail() {
    echo "camera_vm: $1" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Installs what is missing, or says how to.
check_tools() {
    missing=""
    have qemu-system-x86_64 || missing="$missing qemu-system-x86"
    have busybox || missing="$missing busybox-static"
    have cpio || missing="$missing cpio"
    have make || missing="$missing make"
    have bc || missing="$missing bc"
    have gcc-12 || have gcc || missing="$missing gcc libc6-dev"
    have v4l2-ctl || missing="$missing v4l-utils"
    have ffmpeg || missing="$missing ffmpeg"
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086 # a list of packages
    if [ "$(id -u)" = 0 ] && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; then return 0; fi
    fail "install first: sudo apt-get install$missing"
}

# Debian's kernel, its headers and v4l2loopback's source, unpacked in $work/debian.
fetch_kernel() {
    have apt-get && have dpkg-deb || fail "this needs Debian's packages (apt-get, dpkg-deb)"
    kernel=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: linux-image-\(.*\)/\1/p' | head -1)
    [ -n "$kernel" ] || fail "apt knows no kernel: run apt-get update"
    common=$(apt-cache depends "linux-headers-$kernel" | sed -n 's/.*Depends: \(.*-common\)$/\1/p')
    kbuild=$(apt-cache depends "linux-headers-$kernel" | sed -n 's/.*Depends: \(linux-kbuild-.*\)/\1/p')
    [ -e "$work/debian/kernel-$kernel" ] && return 0
    rm -rf "$work/debian" "$work/debs"
    mkdir -p "$work/debian" "$work/debs"
    echo "camera_vm: fetching Debian's kernel $kernel"
    (cd "$work/debs" && apt-get download -qq "linux-image-$kernel" "linux-headers-$kernel" "$common" "$kbuild" v4l2loopback-dkms) ||
        fail "the packages can't be fetched: run apt-get update"
    for package in "$work"/debs/*.deb; do
        dpkg-deb -x "$package" "$work/debian"
    done
    # the headers name each other by where they would be installed
    sed -i "s|/usr/src|$work/debian/usr/src|" "$work/debian/usr/src/linux-headers-$kernel/Makefile"
    have gcc-12 || sed -i 's/gcc-[0-9]*$/gcc/' "$work/debian/usr/src/linux-headers-$kernel/.kernelvariables"
    source=$(echo "$work"/debian/usr/src/v4l2loopback-*)
    make -s -C "$work/debian/usr/src/linux-headers-$kernel" "M=$source" modules >"$work/v4l2loopback.log" 2>&1 ||
        fail "v4l2loopback can't be built: $work/v4l2loopback.log"
    mkdir -p "$work/debian/lib/modules/$kernel/extra"
    cp "$source/v4l2loopback.ko" "$work/debian/lib/modules/$kernel/extra/"
    busybox depmod -b "$work/debian" "$kernel"
    touch "$work/debian/kernel-$kernel"
}

# The first file system: busybox, the modules and their dependencies, what to run.
make_initramfs() {
    image=$work/initramfs
    modules=lib/modules/$kernel
    rm -rf "$image"
    mkdir -p "$image/bin" "$image/proc" "$image/sys" "$image/dev" "$image/host" "$image/$modules"
    cp "$(command -v busybox)" "$image/bin/busybox"
    for module in virtio_pci 9pnet_virtio 9p v4l2loopback vivid; do
        sed -n "s|^\(.*/$module\.ko\):\(.*\)|\1 \2|p" "$work/debian/$modules/modules.dep"
    done | tr -s ' ' '\n' | sort -u | sed '/^$/d' | while read -r file; do
        mkdir -p "$image/$modules/$(dirname "$file")"
        cp "$work/debian/$modules/$file" "$image/$modules/$file"
    done
    busybox depmod -b "$image" "$kernel"
    cp "$here/init" "$image/init"
    chmod +x "$image/init"
    cp "$here/job.sh" "$image/job.sh"
    printf 'ROOT="%s"\nPROGRAM="%s"\n' "$root" "$program" >"$image/settings"
    (cd "$image" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initramfs.gz"
}

# Time in the machine goes with the instructions that it has done (500 million a second), not with this computer's clock: emulating a
# processor is slow, and a camera's pictures wait for nobody.
boot() {
    timeout "$LIMIT_S" qemu-system-x86_64 -accel tcg -cpu max,-erms,-fsrm -icount shift=1 -m 3072 -nographic -no-reboot \
        -kernel "$work/debian/boot/vmlinuz-$kernel" -initrd "$work/initramfs.gz" -append "console=ttyS0 quiet panic=1" \
        -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap </dev/null |
        sed -u 's|\r$||' | tee "$work/boot.log" | grep --line-buffered '^camera_vm: ' || true
}

program=${LEGRAISE:-$root/target/release/legraise}
[ -x "$program" ] || fail "there is no program yet: make build"
check_tools
fetch_kernel
make_initramfs
start=$(date +%s)
boot
echo "camera_vm: $(($(date +%s) - start)) s; all that was said is in $work/boot.log"
grep -q '^camera_vm: passed$' "$work/boot.log" || fail "failed"
