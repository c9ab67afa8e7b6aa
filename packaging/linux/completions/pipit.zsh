#compdef pipit pipitd pipitctl
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion in zsh, of pipit, pipitd and pipitctl alike: what they take is read from their own --help, each time. Installed once for
# each of them, under its name behind an underscore, where zsh looks for it.

# _pipit_takes PROGRAM [SUBCOMMAND…]: a line for each thing that may follow: `command`, its name, `-` and what it is, with tabulators
# between them; or `option`, its name, what its value is called in the help (- if it has none), and what it is.
_pipit_takes() {
    "$@" --help 2>/dev/null </dev/null | awk '
        function tell() { if (kind) print kind "\t" name "\t" what "\t" text; kind = "" }
        function read_text(rest) { text = match(rest, /  +[^ ]/) ? substr(rest, RSTART + RLENGTH - 1) : "" }
        /^[A-Z].*:$/ { commands = /^Subcommands:/ }
        /^ ? ?[^ ]/ || /^$/ { tell() }
        commands && /^  [a-z]/ { kind = "command"; name = $1; what = "-"; read_text(substr($0, 3)) }
        /^  +-/ && match($0, /--[a-z][a-z0-9-]*/) {
            tell()
            kind = "option"
            name = substr($0, RSTART, RLENGTH)
            what = substr($0, RSTART + RLENGTH)
            read_text(what)
            if (!sub(/^ /, "", what) || what ~ /^( |Excludes:|$)/) what = "-"
            sub(/[ =:].*/, "", what)
            gsub(/[<>]/, "", what)
            next
        }
        kind && /^       / { sub(/^ +/, ""); text = text (text == "" ? "" : " ") $0 }
        END { tell() }'
}

# _pipit_reads PROGRAM [SUBCOMMAND…]: the same, into the variables of _pipit, where what _describe takes has its colons escaped.
_pipit_reads() {
    local kind name what text
    subcommands=() flags=() known=()
    while IFS=$'\t' read -r kind name what text; do
        if [[ $kind == command ]]; then
            subcommands+=("$name:$text")
        else
            flags+=("$name:$text")
            known[$name]=$what
        fi
    done < <(_pipit_takes "$@")
}

_pipit() {
    local -A known
    local -a subcommands flags called values
    local option='' word
    called=("$words[1]")
    _pipit_reads $called
    for word in "${(@)words[2,CURRENT-1]}"; do
        if [[ -n $option ]]; then
            option=
        elif [[ $word == -* ]]; then
            [[ ${known[$word]:--} != - ]] && option=$word
        elif (( ${subcommands[(I)$word:*]} )); then
            called+=("$word")
            _pipit_reads $called
        fi
    done
    if [[ -z $option && $PREFIX == --*=* ]]; then
        option=${PREFIX%%=*}
        compset -P 1 '*='
    fi

    if [[ -n $option ]]; then
        case ${known[$option]} in
            FILE|file) _files ;;
            DIR|dir) _files -/ ;;
            # Of the node that the environment names, and of no other: it must not take long.
            BOT) [[ -n $PIPIT_URL ]] && values=(${${(f)"$(timeout 2 $words[1] bots 2>/dev/null </dev/null)"}%% *}) && compadd -a values ;;
            *'|'*) values=("${(@s:|:)known[$option]}") && compadd -a values ;;
        esac
    elif [[ $PREFIX == -* ]]; then
        _describe -o option flags
    else
        _describe command subcommands
    fi
}

_pipit "$@"
