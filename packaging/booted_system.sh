# SPDX-License-Identifier: GPL-3.0-or-later
# A bare system that runs, with systemd as its first process: for what only shows there, such as services. Sourced by bash, after
# packaging/bare_system.sh.
#
# It has processes, mounts, control groups and a network of its own, the latter with itself only: ports that are taken on this computer
# are free in it. One at a time.

booted=
booted_group=

# boot_system DIRECTORY: the packages systemd-sysv and dbus are in it.
boot_system() {
    local root=$1
    # Below the one of this shell, so that its groups are not taken for those of this computer's own systemd.
    booted_group=$(findmnt --noheadings --types cgroup2 --output TARGET | head -n 1)$(sed -n 's/^0:://p' /proc/self/cgroup)/pipit-trial
    as_root mkdir -p "$booted_group" || fail "No control group can be made for the system in $root: that takes root, and a file system of cgroup2 that can be written."
    # shellcheck disable=SC2016
    as_root bash -c 'echo $$ > "$0/cgroup.procs" && exec unshare "$@"' "$booted_group" --mount --pid --fork --kill-child --cgroup --ipc --uts --net env ROOT="$root" bash -c '
        set -e
        mount --make-rprivate /
        mount --bind "$ROOT" "$ROOT"
        cd "$ROOT"
        mount -t proc proc proc
        mount -t sysfs -o ro sysfs sys
        mount -t cgroup2 cgroup2 sys/fs/cgroup
        mount -t tmpfs -o mode=755 dev dev
        for device in null zero full random urandom tty; do
            touch "dev/$device"
            mount --bind "/dev/$device" "dev/$device"
        done
        mkdir dev/shm dev/pts
        mount -t tmpfs -o mode=1777 shm dev/shm
        mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
        ln -s pts/ptmx dev/ptmx
        ln -s /proc/self/fd dev/fd
        mount -t tmpfs -o mode=755 run run
        mkdir run/before
        # Services have name spaces for mounts, and those can only be made where the root is a mount: so no chroot.
        pivot_root . run/before
        exec env -i container=pipit PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot . /bin/sh -c "umount -l /run/before && exec /sbin/init --unit=multi-user.target"
    ' >&2 &
    local attempt process=$! child
    for (( attempt = 0; attempt < 300; ++attempt )); do
        kill -0 "$process" 2>/dev/null || fail "The system in $root did not boot; the lines above say why."
        # Between this shell and it: sudo, if there is one, and unshare.
        while [[ $(ps -o comm= -p "$process") != systemd ]] && child=$(pgrep -o -P "$process"); do process=$child; done
        booted=$process
        # Degraded is good enough: it is without many things.
        [[ $(ps -o comm= -p "$booted") == systemd && $(in_booted systemctl is-system-running 2>/dev/null) == @(running|degraded) ]] && return 0
        process=$!
        sleep 0.2
    done
    fail "The system in $root was not up within a minute."
}

# in_booted COMMAND…: as root in the system that runs.
in_booted() {
    as_root nsenter --target "$booted" --mount --pid --cgroup --ipc --uts --net --root --wd \
        /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}

end_system() {
    [[ -n $booted ]] || return 0
    local attempt
    in_booted systemctl exit 2>/dev/null || true
    # Its mounts are gone when it is.
    for (( attempt = 0; attempt < 150; ++attempt )); do
        as_root kill -0 "$booted" 2>/dev/null || break
        (( attempt != 100 )) || as_root kill -KILL "$booted" 2>/dev/null || true
        sleep 0.1
    done
    booted=
    as_root find "$booted_group" -depth -type d -exec rmdir {} + || true
}
