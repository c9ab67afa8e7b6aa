#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the product's most important conditions round, one at a time, and sees that a test fails for each. See tests/mutations/run.py --help."""
import argparse
import dataclasses
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TABLE = "tests/mutations/mutations.toml"
LIMIT_S = 120
# As pipit_test() in tests/CMakeLists.txt.
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", "QT_NO_GLIB": "1", "LC_ALL": "C.UTF-8"}


class Refusal(Exception):
    """It cannot be tried; each argument is a reason with the next step."""


@dataclasses.dataclass(frozen=True)
class Mutation:
    name: str
    promise: str
    file: str
    text: str  # stands once in the file
    instead: str
    test: str  # the program, and the target that makes it
    filter: str  # as --gtest_filter takes it
    limit_s: int = LIMIT_S
    hangs: bool = False  # turned round, the test waits for ever: then its limit counts as its failure


@dataclasses.dataclass(frozen=True)
class Ran:
    """A test's run: what it printed, and its exit code; None where its limit ended it."""
    code: int | None
    output: str

    def passed(self):
        return self.code == 0 and re.search(r"^\[  PASSED  \] [1-9]\d* tests?\.$", self.output, re.MULTILINE) is not None and "[  SKIPPED ]" not in self.output

    def failed_test(self):
        """The first that GoogleTest says has failed. None: it says nothing of the kind, as where the program crashed, or what it needs was not to be had."""
        found = re.search(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", self.output, re.MULTILINE)
        return found[1] if self.code == 1 and found else None


def read_table(root):
    try:
        rows = tomllib.loads((root / TABLE).read_text(encoding="utf-8"))["mutation"]
        mutations = [Mutation(**row) for row in rows]
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise Refusal(f"{TABLE} cannot be read: {error}.") from error
    names = [mutation.name for mutation in mutations]
    if len(set(names)) != len(names):
        raise Refusal(f"{TABLE}: each condition needs a name of its own.")
    return mutations


def fault_of(root, mutation):
    """Why the table is out of date, or None."""
    try:
        found = (root / mutation.file).read_bytes().decode().count(mutation.text)
    except OSError as error:
        return f"{TABLE} is out of date: {mutation.file} of \"{mutation.name}\" cannot be read: {error.strerror}."
    if found != 1:
        return f"{TABLE} is out of date: the text of \"{mutation.name}\" must stand once in {mutation.file}, and stands there {found} times."
    if mutation.instead == mutation.text:
        return f"{TABLE}: \"{mutation.name}\" turns nothing round."
    return None


def checked_table(root):
    """Raises Refusal with everything that is out of date, not with the first only."""
    mutations = read_table(root)
    faults = [fault for fault in (fault_of(root, mutation) for mutation in mutations) if fault]
    if faults:
        raise Refusal(*faults)
    return mutations


class Tree:
    """A copy of the sources, configured in build/debug."""

    def __init__(self, path):
        self.path = path.resolve()

    def build(self, program):
        """What the compiler says where it does not come to an end, else None."""
        done = subprocess.run(["ninja", "-C", str(self.path / "build/debug"), program], capture_output=True, text=True, check=False)
        return None if done.returncode == 0 else done.stdout[-4000:]

    def run(self, mutation):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            os.chmod(scratch, 0o711)  # PostgreSQL has a user of its own where this one is root
            # A session of its own: what the test has started ends with it.
            process = subprocess.Popen([str(self.path / "build/debug/tests" / mutation.test), f"--gtest_filter={mutation.filter}"], cwd=self.path / "build/debug",
                                       env={**os.environ, **ENVIRONMENT, "TMPDIR": scratch}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       text=True, errors="replace", start_new_session=True)
            try:
                output, _ = process.communicate(timeout=mutation.limit_s)
                return Ran(process.returncode, output)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return Ran(None, process.communicate()[0])

    def file(self, mutation):
        return self.path / mutation.file


def copy_sources(root, to):
    """Brings the copy up to date. What is the same stays untouched, so that it is not compiled again."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True, check=False)
    if listed.returncode:
        raise Refusal("Only a clone can be tried, as git says which files are its sources: " + listed.stderr.decode(errors="replace").strip())
    wanted = {name for name in listed.stdout.decode().split("\0") if name and (root / name).is_file()}
    for name in wanted:
        source, copy = root / name, to / name
        if copy.is_file() and copy.read_bytes() == source.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
        copy.chmod(source.stat().st_mode)
    listing = to / ".copied"
    before = set(listing.read_text(encoding="utf-8").split("\0")) if listing.exists() else set()
    for name in before - wanted - {""}:
        (to / name).unlink(missing_ok=True)
    listing.write_text("\0".join(sorted(wanted)), encoding="utf-8")


def build_all(tree, mutations):
    for program in sorted({mutation.test for mutation in mutations}):
        print(f"Building {program}", file=sys.stderr, flush=True)
        if fault := tree.build(program):
            raise Refusal(f"{program} cannot be built:\n{fault}")


def passes_unchanged(tree, mutation):
    """Else its failure says nothing."""
    ran = tree.run(mutation)
    if not ran.passed():
        print(f"{mutation.test} --gtest_filter={mutation.filter} does not pass as things are:\n{ran.output[-4000:]}", file=sys.stderr, flush=True)
    return ran.passed()


def try_mutation(tree, mutation):
    """(the test that fails, None), or (None, why the condition has survived). The file is as before afterwards."""
    file = tree.file(mutation)
    whole = file.read_bytes()
    try:
        file.write_bytes(whole.replace(mutation.text.encode(), mutation.instead.encode()))
        if fault := tree.build(mutation.test):
            print(fault, file=sys.stderr)
            return None, "does not compile"
        ran = tree.run(mutation)
    finally:
        file.write_bytes(whole)
    if failed := ran.failed_test():
        return failed, None
    if ran.code is None:
        return (mutation.filter, None) if mutation.hangs else (None, f"no end within {mutation.limit_s} s")
    return None, "the test passes" if ran.code == 0 else f"the test ended with {ran.code} and names no failure"


def table_of(results):
    rows = [("condition", "test that fails", ""), *((mutation.name, f"{mutation.test}: {failed or mutation.filter}", "killed" if failed else f"SURVIVED: {why}") for mutation, failed, why in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "\n".join(" | ".join((row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2])).rstrip() for row in rows)


def try_all(tree, mutations):
    build_all(tree, mutations)
    unfit = {mutation.name for mutation in mutations if not passes_unchanged(tree, mutation)}
    results = []
    for mutation in mutations:
        print(f"Turning round: {mutation.name}", file=sys.stderr, flush=True)
        failed, why = (None, "the test does not pass as things are") if mutation.name in unfit else try_mutation(tree, mutation)
        print(f"  {failed} fails" if failed else f"  SURVIVED: {why}", file=sys.stderr, flush=True)
        results.append((mutation, failed, why))
    survived = sum(failed is None for _, failed, _ in results)
    print(table_of(results))
    print(f"{survived} of {len(results)} conditions can be turned round, and no test fails." if survived else f"For each of {len(results)} conditions a test fails when it is turned round.")
    return 1 if survived else 0


def main():
    parser = argparse.ArgumentParser(description=f"The conditions stand in {TABLE}. ./check --mutations does all of it.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="say where the table is out of date")
    copying = commands.add_parser("copy", help="copy the sources, or bring the copy up to date")
    copying.add_argument("folder", type=pathlib.Path)
    trying = commands.add_parser("try", help="turn each condition round in the copy, which is configured in its build/debug")
    trying.add_argument("folder", type=pathlib.Path)
    trying.add_argument("--only", metavar="WORDS", default="", help="those whose name has these words")
    options = parser.parse_args()
    try:
        if options.command == "copy":
            copy_sources(ROOT, options.folder)
            return 0
        mutations = checked_table(ROOT if options.command == "check" else options.folder)
        if options.command == "check":
            return 0
        chosen = [mutation for mutation in mutations if options.only in mutation.name]
        if not chosen:
            raise Refusal(f"No condition is called anything like \"{options.only}\".")
        return try_all(Tree(options.folder), chosen)
    except Refusal as refusal:
        for reason in refusal.args:
            print(f"mutations: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
