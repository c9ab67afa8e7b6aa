#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/try_programs.sh DIRECTORY: whether the programs in it start where they are, with what lies beside them: a node, a message that
# is sent to it and read again, and a window. In any bash, Git's for Windows too.
set -euo pipefail
programs=${1:?packaging/try_programs.sh DIRECTORY}
address=127.0.0.1:${PIPIT_TRY_PORT:-5917}
data=$(mktemp -d)
node=
finish() {
    [[ -z $node ]] || { kill "$node" 2>/dev/null || true; wait "$node" 2>/dev/null || true; }
    rm -rf "$data" || true
}
trap finish EXIT
fail() { echo "$*" >&2; cat "$data/node.log" >&2 2>/dev/null || true; exit 1; }

desktop=$programs/pipit
[[ -e $programs/Pipit ]] && desktop=$programs/Pipit
for program in pipitd pipitctl; do
    "$programs/$program" --version || fail "$program does not start."
done

"$programs/pipitd" serve --data "$data/node" --listen "$address" > "$data/node.log" 2>&1 &
node=$!
for ((attempt = 0; attempt < 150; ++attempt)); do
    curl -fs -m 2 -o /dev/null "http://$address/readyz" && break
    kill -0 "$node" 2>/dev/null || fail "The node has ended."
    sleep 0.2
done
(( attempt < 150 )) || fail "The node was not ready within 30 s."
token=$(<"$data/node/operator.token")
message='{"sessionId":"trial","content":"Hello from the package","senderType":"user"}'
curl -fsS -m 10 -o /dev/null -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d "$message" "http://$address/api/messages" || fail "The node did not take a message."
PIPIT_TOKEN=$token "$programs/pipitctl" stats --url "http://$address" > /dev/null || fail "pipitctl does not reach the node."
curl -fsS -m 10 -H "Authorization: Bearer $token" "http://$address/api/messages?sessionId=trial" | grep 'Hello from the package' > /dev/null || fail "The node does not have the message."

# Qt's deployment leaves out the platform without a screen on Windows and macOS, and there always is one.
[[ $(uname -s) != Linux ]] || export QT_QPA_PLATFORM=offscreen
"$desktop" --data "$data/desktop" --screenshot "$data/window.png" || fail "The window does not come up."
[[ -s $data/window.png ]] || fail "The window drew nothing."
echo "The programs in $programs start; a message was sent and read."
