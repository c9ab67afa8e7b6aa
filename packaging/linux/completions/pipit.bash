# SPDX-License-Identifier: GPL-3.0-or-later
# Completion in bash, of pipit, pipitd and pipitctl alike: what they take is read from their own --help, each time. Installed once for
# each of them, under its name, where bash-completion looks for it.

# _pipit_takes PROGRAM [SUBCOMMAND…]: a line for each thing that may follow: `command NAME -`, or `option NAME WHAT`, where WHAT is
# what its value is called in the help (- if it has none).
_pipit_takes() {
    "$@" --help 2>/dev/null </dev/null | awk '
        /^[A-Z].*:$/ { commands = /^Subcommands:/ }
        commands && /^  [a-z]/ { print "command", $1, "-" }
        /^  +-/ && match($0, /--[a-z][a-z0-9-]*/) {
            name = substr($0, RSTART, RLENGTH)
            what = substr($0, RSTART + RLENGTH)
            if (!sub(/^ /, "", what) || what ~ /^( |Excludes:|$)/) what = "-"
            sub(/[ =:].*/, "", what)
            gsub(/[<>]/, "", what)
            print "option", name, what
        }'
}

# _pipit_reads PROGRAM [SUBCOMMAND…]: the same, into the variables of _pipit.
_pipit_reads() {
    local kind name what
    commands=() options=()
    while read -r kind name what; do
        if [[ $kind == command ]]; then commands+=("$name"); else options[$name]=$what; fi
    done < <(_pipit_takes "$@")
}

# _pipit_bots PROGRAM BEGINNING: of the node that the environment names, and of no other: it must not take long. What a node calls its
# bots is not for compgen -W, which runs what stands in $(…), and comes into the line so that the shell does not run it either.
_pipit_bots() {
    local name
    [[ -n ${PIPIT_URL-} ]] || return
    while read -r name _; do
        [[ -z $name || $name != "$2"* ]] || COMPREPLY+=("$(printf %q "$name")")
    done < <(timeout 2 "$1" bots 2>/dev/null </dev/null)
}

_pipit() {
    local cur prev words cword split
    _init_completion -s -n : || return
    local -A options
    local commands called=("$1") option='' what i
    _pipit_reads "$1"
    for ((i = 1; i < cword; ++i)); do
        if [[ -n $option ]]; then
            option=
        elif [[ ${words[i]} == -* ]]; then
            [[ ${options[${words[i]}]--} != - ]] && option=${words[i]}
        elif [[ " ${commands[*]} " == *" ${words[i]} "* ]]; then
            called+=("${words[i]}")
            _pipit_reads "${called[@]}"
        fi
    done
    [[ $split == true ]] && option=$prev

    if [[ -n $option ]]; then
        what=${options[$option]-}
        case $what in
            FILE|file) _filedir ;;
            DIR|dir) _filedir -d ;;
            BOT) _pipit_bots "$1" "$cur" ;;
            *'|'*) mapfile -t COMPREPLY < <(compgen -W "${what//|/ }" -- "$cur") ;;
        esac
    elif [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${!options[*]}" -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -W "${commands[*]}" -- "$cur")
    fi
} &&
    complete -F _pipit pipit pipitd pipitctl
