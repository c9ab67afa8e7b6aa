# SPDX-License-Identifier: GPL-3.0-or-later
# A trial: what must hold, one thing after the other, each with a line that says whether it did. Sourced by bash, after packaging/setup.sh.

trial_passed=0
trial_failed=()

# try WHAT COMMAND…: goes on also where it fails, and says then what the command said. Not to be called in a condition.
try() {
    local what=$1 said code
    shift
    set +e
    said=$(set -e; "$@" 2>&1)
    code=$?
    set -e
    if (( code == 0 )); then
        (( ++trial_passed ))
        printf 'ok    %s%s\n' "$what" "${said:+: $(tail -n 1 <<< "$said")}"
    else
        trial_failed+=("$what")
        printf 'FAIL  %s (code %d)\n%s\n' "$what" "$code" "$said"
    fi
}

# await SECONDS COMMAND…: asks again and again until it holds.
await() {
    local end=$(( SECONDS + $1 ))
    shift
    until "$@"; do
        (( SECONDS < end )) || { echo "not in time: $*"; return 1; }
        sleep 0.2
    done
}

# end_trial NAME: the closing line.
end_trial() {
    (( ${#trial_failed[@]} == 0 )) || fail "$1: ${#trial_failed[@]} of $(( trial_passed + ${#trial_failed[@]} )) do not hold: $(printf '%s; ' "${trial_failed[@]}")"
    echo "$1: all $trial_passed hold"
}
