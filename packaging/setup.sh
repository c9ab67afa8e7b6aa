# SPDX-License-Identifier: GPL-3.0-or-later
# What ./run and ./check share: packages, configuring, building. Sourced by bash, in the project's root.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# source_date: when these sources were written, in seconds since 1970, for files that are the same each time.
source_date() {
    printf '%s\n' "${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null)}" | grep -E '^[0-9]+$' \
        || { say 'git cannot say when these sources were written. Set SOURCE_DATE_EPOCH to that moment, in seconds since 1970, and start again.'; return 1; }
}

# needed_packages SECTION…: one line for each package that could be missing, its alternatives parted by blanks.
needed_packages() {
    local line section='' wanted=" $* " package unless
    while IFS= read -r line; do
        line=${line%%#*}
        case $line in
            '['*']') section=${line#[}; section=${section%]}; continue ;;
            *[![:space:]]*) ;;
            *) continue ;;
        esac
        [[ $wanted == *" $section "* ]] || continue
        package=$line unless=
        [[ $line == *' unless '* ]] && { package=${line%% unless *}; unless=${line##* unless }; }
        [[ -n $unless ]] && command -v "${unless//[[:space:]]/}" >/dev/null && continue
        package=${package//|/ }
        # Unquoted on purpose: surplus blanks go.
        # shellcheck disable=SC2086
        echo $package
    done < packaging/dependencies.txt
}

# install_packages SECTION…: installs what is missing, and says so first. Asks the package manager nothing where nothing is missing.
install_packages() {
    command -v dpkg-query >/dev/null || {
        say "This is not Debian or Ubuntu: what packaging/dependencies.txt lists must be there already."
        return 0
    }
    local needed installed line name missing=()
    needed=$(needed_packages "$@")
    [[ -n $needed ]] || return 0
    # dpkg-query fails where it knows one of the names not at all; what it prints of the others is right.
    # shellcheck disable=SC2086
    installed=" $(dpkg-query -W -f '${Package}:${db:Status-Status} ' $needed 2>/dev/null || true)"
    while IFS= read -r line; do
        for name in $line; do
            [[ $installed == *" $name:installed "* ]] && continue 2
        done
        missing+=("$line")
    done <<< "$needed"
    (( ${#missing[@]} == 0 )) && return 0

    local apt=(apt-get) packages=() chosen
    if (( EUID != 0 )); then
        command -v sudo >/dev/null || fail "Missing packages: ${missing[*]}. Install them as root, or install sudo, and start again."
        apt=(sudo apt-get)
    fi
    say "Missing packages: ${missing[*]/ *}. They are installed now with ${apt[*]}; this happens once."
    apt_get "${apt[@]}" update
    for line in "${missing[@]}"; do
        chosen=
        for name in $line; do
            # `apt-cache show` also knows names that only others provide, and those cannot be installed.
            [[ $(apt-cache policy "$name" 2>/dev/null) =~ Candidate:\ [^\(] ]] && { chosen=$name; break; }
        done
        [[ -n $chosen ]] || fail "The package manager knows no package called ${line// / or }. Debian 12, Debian 13 and Ubuntu 24.04 have it; is a repository switched off?"
        packages+=("$chosen")
    done
    apt_get "${apt[@]}" install -y --no-install-recommends "${packages[@]}"
}

# apt_get [sudo] apt-get …: without questions; waits two minutes for another package manager to end.
apt_get() {
    local words=("$@") before=()
    [[ $1 == sudo ]] && { before=(sudo); words=("${@:2}"); }
    "${before[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 "${words[@]}" -q -o DPkg::Lock::Timeout=120 >&2 \
        || fail "\`$*\` did not work; the lines above say why. Mend that and start again."
}

# configure PRESET [cmake argument…]: once for the same arguments; afterwards ninja itself sees when it has to be done again.
configure() {
    local preset=$1 stamp=build/$1/.configured
    shift
    command -v ccache >/dev/null && set -- "$@" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
    [[ -f build/$preset/build.ninja && -f $stamp && $(<"$stamp") == "$*" ]] && return 0
    say "Configuring build/$preset"
    rm -f "$stamp"
    cmake --preset "$preset" "$@" >&2
    printf '%s' "$*" > "$stamp"
}

# build PRESET [target…], with progress.
build() {
    NINJA_STATUS='[%f/%t, %es] ' ninja -C "build/$1" "${@:2}" >&2
}

# build_unless_built TARGET…: the release programs. Asks ninja nothing where no source, and no package, changed since.
build_unless_built() {
    local stamp=build/release/.built-$1 sources=(CMakeLists.txt CMakePresets.json cmake core server client ui app resources translations)
    [[ -e /var/lib/dpkg/status ]] && sources+=(/var/lib/dpkg/status)
    [[ -e $stamp && -z $(find "${sources[@]}" -newer "$stamp" -print -quit) ]] && return 0
    # What changes while ninja works is for the next time.
    touch "$stamp.new"
    build release "$@"
    mv "$stamp.new" "$stamp"
}

# install_npm_packages DIRECTORY: what its lock file names, exactly so.
install_npm_packages() {
    local here=$1
    [[ $here/node_modules/.package-lock.json -nt $here/package-lock.json ]] && return 0
    say "Installing the packages of $here"
    (cd "$here" && npm ci --no-audit --no-fund >&2)
}
