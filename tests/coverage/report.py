#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints how many lines of core, server and client the tests have run, and the files that they have run least: of gcovr's --json-summary."""
import json
import pathlib
import sys

FOLDERS = ("core", "server", "client")
AIM = 90.0  # of a hundred lines
LEAST = 15


def words(covered, total):
    return f"{covered * 100 / total:5.1f} %  {covered} of {total} lines"


def report(summary):
    """The text. Raises ValueError where there is nothing of a folder: then something was not built, or not found."""
    files = [(file["filename"], file["line_covered"], file["line_total"]) for file in summary["files"] if file["line_total"]]
    rows = []
    for folder in FOLDERS:
        own = [file for file in files if file[0].startswith(folder + "/")]
        if not own:
            raise ValueError(f"There are no lines of {folder}/: was it built in build/coverage?")
        rows.append((folder, sum(file[1] for file in own), sum(file[2] for file in own)))
    rows.append(("all three", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    lines = [f"{name:<10} {words(covered, total)}{'' if covered * 100 >= AIM * total else f'; the aim is {AIM:.0f} %'}" for name, covered, total in rows]
    inside = [file for file in files if file[0].split("/")[0] in FOLDERS]
    least = sorted(inside, key=lambda file: (file[1] / file[2], -file[2], file[0]))[:LEAST]
    return "\n".join([*lines, "", "The files of which the least is run:", *(f"{words(covered, total):<32} {name}" for name, covered, total in least)])


def main():
    if len(sys.argv) != 2:
        print("coverage: give the file that gcovr --json-summary has written.", file=sys.stderr)
        return 2
    try:
        print(report(json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))))
    except (OSError, KeyError, ValueError) as error:
        print(f"coverage: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
