# SPDX-License-Identifier: GPL-3.0-or-later
# Completion in fish, of pipit, pipitd and pipitctl alike: what they take is read from their own --help, each time. Installed once for
# each of them, under its name with .fish, where fish looks for it.

# A line for each thing that may follow PROGRAM [SUBCOMMAND…]: `command`, its name, `-` and what it is, with tabulators between them; or
# `option`, its name, what its value is called in the help (- if it has none), and what it is.
function __pipit_takes
    $argv --help 2>/dev/null </dev/null | awk '
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
end

# What a value may be that the help calls so.
function __pipit_values -a program what current
    switch $what
        case FILE file
            __fish_complete_path $current
        case DIR dir
            __fish_complete_directories $current
        case BOT
            # Of the node that the environment names, and of no other: it must not take long.
            test -n "$PIPIT_URL"; and timeout 2 $program bots 2>/dev/null </dev/null | string replace -r '^(\S+)\s*' '$1\t'
        case '*|*'
            string split '|' -- $what
    end
end

function __pipit_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l called $words[1]
    set -l takes (__pipit_takes $called)
    set -l option
    for word in $words[2..]
        if test -n "$option"
            set option
        else if string match -q -- '-*' $word
            string match -qr -- "^option\t$word\t(?!-\t)" $takes; and set option $word
        else if string match -q -- "command"\t"$word"\t'*' $takes
            set -a called $word
            set takes (__pipit_takes $called)
        end
    end

    set -l start ''
    if string match -qr -- '^--[a-z0-9-]+=' $current
        set option (string split -m 1 = -- $current)[1]
        set start "$option="
    end
    if test -n "$option"
        set -l what (string replace -fr -- "^option\t$option\t([^\t]*)\t.*" '$1' $takes)
        for value in (__pipit_values $called[1] $what (string replace -- "$start" '' "$current"))
            echo $start$value
        end
    else if string match -q -- '-*' $current
        string replace -fr -- '^option\t([^\t]*)\t[^\t]*\t' '$1\t' $takes
    else
        string replace -fr -- '^command\t([^\t]*)\t[^\t]*\t' '$1\t' $takes
    end
end

set -l program (string replace -r '\.fish$' '' (status basename))
complete -c $program -e
complete -c $program -f -a '(__pipit_complete)'
