# SPDX-License-Identifier: GPL-3.0-or-later
# Pipit built and tested in another Debian, one in a directory. Sourced by bash, after packaging/setup.sh and packaging/bare_system.sh.

# platform_suite NAME: the suite of that platform; nothing where there is no such platform.
platform_suite() {
    case $1 in
        debian12) echo bookworm ;;
        debian13) echo trixie ;;
    esac
}

# copy_sources DIRECTORY: what git has, as it stands in this tree, and nothing else: a file that git was not told of is missed there.
# Times come along and builds stay, so that the next time only what changed is compiled.
copy_sources() {
    local to=$1
    as_root mkdir -p "$to"
    as_root find "$to" -mindepth 1 \( -path "$to/build" -o -name node_modules \) -prune -o ! -type d -exec rm -f {} +
    # In the index, but not in the tree: deleted, and so not there either.
    comm -z -23 <(git ls-files -z | sort -zu) <(git ls-files -z --deleted | sort -zu) | tar --null --no-recursion -T - -cf - | as_root tar -C "$to" --no-same-owner -xf -
}

# check_platform NAME: ./check in that system, which is made the first time and kept in build/platform. Its packages are its own.
check_platform() {
    local root=$PWD/build/platform/$1 sources=/usr/src/pipit
    [[ -e .git ]] || fail "./check --platform copies the files that git knows: start it in a clone of the repository."
    install_packages systems
    make_system "$(platform_suite "$1")" "$root"
    copy_sources "$root$sources"
    say "Checking in $root"
    in_system "$root" "$sources/check"
}
