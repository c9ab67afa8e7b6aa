# SPDX-License-Identifier: GPL-3.0-or-later
# Bare Debian systems in directories, to try Pipit where nothing is installed. Sourced by bash, after packaging/setup.sh.

# as_root COMMAND…: a system in a directory is made and entered by root only.
as_root() {
    if (( EUID == 0 )); then "$@"; else sudo --preserve-env=http_proxy,https_proxy,no_proxy,npm_config_registry "$@"; fi
}

# make_system SUITE DIRECTORY: a Debian with no more than what every Debian has; what an earlier run made is taken as it is.
# Its package manager asks the place that debootstrap asks.
make_system() {
    local suite=$1 root=$2 authorities=/usr/local/share/ca-certificates
    [[ -e $root/.made ]] && return 0
    say "Making a bare Debian ($suite) in $root; this takes a minute or two"
    mkdir -p "$(dirname "$root")"
    as_root rm -rf --one-file-system "$root"
    # What it mounts there is gone with it, also where somebody ends it.
    as_root unshare --mount debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" >&2 || fail "debootstrap could not make a system of $suite; the lines above say why."
    # Nothing is started by being installed: there is no service manager in a directory.
    printf '#!/bin/sh\nexit 101\n' | as_root install -m 755 /dev/stdin "$root/usr/sbin/policy-rc.d"
    # A power cut may cost such a system: it is made anew, and packages come in many times faster.
    echo force-unsafe-io | as_root tee "$root/etc/dpkg/dpkg.cfg.d/unsafe-io" >/dev/null
    # What this computer trusts beside the public authorities, such as a company's own, is trusted there too.
    if compgen -G "$authorities/*.crt" >/dev/null; then
        as_root cp "$authorities"/*.crt "$root$authorities/"
        in_system "$root" update-ca-certificates >&2
    fi
    as_root touch "$root/.made"
}

# copy_system FROM TO: to be spoiled, so that the first stays bare.
copy_system() {
    mkdir -p "$(dirname "$2")"
    as_root rm -rf --one-file-system "$2"
    as_root cp -a --reflink=auto "$1" "$2"
}

# in_system DIRECTORY COMMAND…: as root in that system, with the network of this one. What it starts ends with it, and so do the mounts.
# IN_SYSTEM_BIND='FROM:TO …' shows directories of this computer there.
in_system() {
    local root=$1
    shift
    local file
    for file in /etc/resolv.conf /etc/hosts; do
        [[ ! -e $file ]] || as_root cp -L --remove-destination "$file" "$root$file"
    done
    # shellcheck disable=SC2016
    as_root unshare --mount --pid --fork --kill-child env ROOT="$root" BIND="${IN_SYSTEM_BIND-}" bash -c '
        set -e
        mount --make-rprivate /
        mount -t proc proc "$ROOT/proc"
        mount --rbind /sys "$ROOT/sys"
        mount --rbind /dev "$ROOT/dev"
        mount -t tmpfs -o mode=1777 shm "$ROOT/dev/shm"
        mount -t tmpfs -o mode=755 run "$ROOT/run"
        for pair in $BIND; do
            mkdir -p "$ROOT/${pair#*:}"
            mount --bind "${pair%%:*}" "$ROOT/${pair#*:}"
        done
        exec chroot "$ROOT" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
            ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} ${no_proxy:+no_proxy="$no_proxy"} ${npm_config_registry:+npm_config_registry="$npm_config_registry"} "$@"
    ' bash "$@"
}

# install_in_system DIRECTORY PACKAGE-OR-.deb…
install_in_system() {
    local root=$1
    shift
    in_system "$root" apt-get -q update >&2
    in_system "$root" apt-get -q install -y --no-install-recommends "$@" >&2 || fail "The packages could not be installed in $root; the lines above say why."
}
