#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows a session of a Pipit node, says something in it and asks a bot. Needs Python 3.9 and nothing else.

    PIPIT_TOKEN=… python3 client.py SESSION BOT
"""
import http.client, json, os, random, sys, time, urllib.error, urllib.parse, urllib.request, uuid

URL = os.environ.get("PIPIT_URL", "http://127.0.0.1:5000")
CALLER = {"Authorization": "Bearer " + os.environ["PIPIT_TOKEN"]}


def post(path, body):
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), {**CALLER, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["data"]


def publish(session, text):
    # Where the answer is lost with the connection, send the same again: one clientMessageId is stored once.
    message = {"sessionId": session, "content": text, "senderType": "user", "clientMessageId": str(uuid.uuid4())}
    return post("/api/messages", message)["message"]


def ask(session, bot, text):
    return post(f"/api/sessions/{session}/runs", {"botId": bot, "content": text, "clientMessageId": str(uuid.uuid4())})["run"]


def events(session, cursor=None):
    """What happens in the session, for ever. Where a stream ends, the next one begins behind the last event that had an id."""
    retry_s = 3.0
    while True:
        headers = {**CALLER, "Last-Event-ID": cursor} if cursor else CALLER
        request = urllib.request.Request(URL + "/api/sse/messages?" + urllib.parse.urlencode({"sessionId": session}), headers=headers)
        try:
            # A node says something every 30 s; one that does not is gone.
            with urllib.request.urlopen(request, timeout=45) as stream:
                fields = {}
                for line in stream:
                    name, _, value = line.decode().rstrip("\r\n").partition(":")
                    value = value[1:] if value.startswith(" ") else value
                    if name == "retry":
                        retry_s = int(value) / 1000
                    elif name == "data":
                        fields["data"] = fields["data"] + "\n" + value if "data" in fields else value
                    elif name:
                        fields[name] = value
                    elif line.strip() == b"":
                        if "data" in fields:
                            cursor = fields.get("id", cursor)
                            yield fields.get("event", "message"), json.loads(fields["data"])
                        fields = {}
        except urllib.error.HTTPError as fault:
            if fault.code < 500 and fault.code != 429:
                raise SystemExit(fault.read().decode())  # it would be refused again
        except (OSError, http.client.HTTPException) as fault:
            print(f"The stream broke ({fault}).", file=sys.stderr)
        time.sleep(retry_s * random.uniform(0.5, 1))


def main(session, bot):
    has_spoken = False
    for event, data in events(session):
        if event == "position":
            if data["status"] == "reset":
                print("The history has to be loaded again:", data.get("reason"))
            if not has_spoken:
                has_spoken = True
                publish(session, "Hello from Python")
                ask(session, bot, "Are you there?")
        elif event == "delta" and data["kind"] == "answer":
            print(data["text"], end="", flush=True)
        elif event == "message":
            print(f"\n{data['id']} {data['senderName']}: {data['content']}", flush=True)
        elif event == "run" and data["state"] == "failed":
            print("\nThe bot failed:", data.get("error"), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
