# SPDX-License-Identifier: GPL-3.0-or-later
"""Requirement: the table of conditions fits the sources; a condition counts as kept only where a test says that it has failed; and the copy is
afterwards as it was. On a tree of the test's own, where a "test program" is a script."""
import contextlib
import importlib.util
import io
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
SPEC = importlib.util.spec_from_file_location("run", PROJECT / "tests/mutations/run.py")
run = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(run)

# Passes as long as the source has its condition.
PROGRAM = """#!/bin/sh
if grep -q 'a < b' ../../source.cpp; then echo '[  PASSED  ] 1 test.'; else %s; fi
"""
FAILS = "echo '[  FAILED  ] Suite.Name (1 ms)'; exit 1"
ROW = {"name": "smaller", "promise": "a is smaller.", "file": "source.cpp", "text": "a < b", "instead": "a > b", "test": "one_test", "filter": "Suite.Name"}


class Copy(run.Tree):
    """Compiles what has no word that is none."""

    def build(self, program):
        return "what is this?" if "nonsense" in (self.path / "source.cpp").read_text() else None


class MutationsTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name, "sources")
        self.tree = Copy(pathlib.Path(os.path.relpath(pathlib.Path(scratch.name, "copy"))))
        self.write(self.root / "source.cpp", "if (a < b)\n")
        self.write(self.tree.path / "source.cpp", "if (a < b)\n")
        self.write(self.root / ".gitignore", "/build/\n")
        subprocess.run(["git", "init", "--quiet", str(self.root)], check=True, capture_output=True)
        self.program(FAILS)

    def write(self, file, text, mode=0o644):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def program(self, otherwise):
        self.write(self.tree.path / "build/debug/tests/one_test", PROGRAM % otherwise, 0o755)

    def table(self, **changes):
        """With one row, a text each."""
        rows = "".join(f"{name} = {repr(value) if isinstance(value, str) else str(value).lower()}\n" for name, value in {**ROW, **changes}.items())
        self.write(self.root / run.TABLE, "[[mutation]]\n" + rows)

    def tried(self, **changes):
        """(exit code, what is printed)"""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
            code = run.try_all(self.tree, [run.Mutation(**{**ROW, **changes})])
        self.assertEqual((self.tree.path / "source.cpp").read_text(), "if (a < b)\n")
        return code, said.getvalue()

    def test_a_condition_that_a_test_keeps_is_told_with_the_test(self):
        self.assertEqual(self.tried(), (0, "condition | test that fails      |\nsmaller   | one_test: Suite.Name | killed\nFor each of 1 conditions a test fails when it is turned round.\n"))

    def test_only_a_failure_that_is_named_counts(self):
        for otherwise, instead, words in (
                ("echo '[  PASSED  ] 1 test.'", "a > b", "SURVIVED: the test passes"),
                ("kill -SEGV $$", "a > b", "SURVIVED: the test ended with -11 and names no failure"),
                ("echo '[  FAILED  ] 0 tests, listed below:'; echo '[  FAILED  ] Suite: SetUpTestSuite or TearDownTestSuite'; exit 1", "a > b", "SURVIVED: the test ended with 1 and names no failure"),
                ("sleep 60", "a > b", "SURVIVED: no end within 1 s"),
                (FAILS, "nonsense", "SURVIVED: does not compile")):
            with self.subTest(words=words):
                self.program(otherwise)
                code, said = self.tried(instead=instead, limit_s=1)
                self.assertEqual(code, 1)
                self.assertIn(words, said)
                self.assertIn("1 of 1 conditions can be turned round, and no test fails.", said)

    def test_a_hang_counts_where_the_table_says_so(self):
        self.program("sleep 60")
        self.assertEqual(self.tried(limit_s=1, hangs=True)[0], 0)

    def test_what_fails_as_things_are_says_nothing(self):
        for program in ("exit 1", "echo '[  PASSED  ] 0 tests.'", "echo '[  SKIPPED ] 1 test, listed below:'; echo '[  PASSED  ] 1 test.'"):
            with self.subTest(program=program):
                self.write(self.tree.path / "build/debug/tests/one_test", "#!/bin/sh\n" + program, 0o755)
                code, said = self.tried()
                self.assertEqual(code, 1)
                self.assertIn("SURVIVED: the test does not pass as things are", said)

    def test_a_text_that_is_not_there_once_is_out_of_date(self):
        for text, words in (("a < c", "must stand once in source.cpp, and stands there 0 times"), ("if", None), ("a", "turns nothing round")):
            self.table(text=text, instead="a")
            with self.subTest(text=text):
                if words is None:
                    self.assertEqual(len(run.checked_table(self.root)), 1)
                    continue
                with self.assertRaisesRegex(run.Refusal, words):
                    run.checked_table(self.root)
        self.write(self.root / "source.cpp", "a < b a < b")
        self.table()
        with self.assertRaisesRegex(run.Refusal, "stands there 2 times"):
            run.checked_table(self.root)
        self.table(file="nowhere.cpp")
        with self.assertRaisesRegex(run.Refusal, "nowhere.cpp of \"smaller\" cannot be read"):
            run.checked_table(self.root)
        self.table(promises="two")
        with self.assertRaisesRegex(run.Refusal, "promises"):
            run.checked_table(self.root)

    def test_the_copy_follows_and_leaves_alone_what_is_the_same(self):
        for name in ("same.cpp", "changed.cpp", "gone.cpp", "build/debug/object.o"):
            self.write(self.root / name, "before")
        copy = self.tree.path
        run.copy_sources(self.root, copy)
        self.assertFalse((copy / "build/debug/object.o").exists())
        self.write(copy / "build/debug/object.o", "compiled")
        os.utime(copy / "same.cpp", (1, 1))
        self.write(self.root / "changed.cpp", "after")
        self.write(self.root / "tool.sh", "new", 0o755)
        (self.root / "gone.cpp").unlink()
        run.copy_sources(self.root, copy)
        self.assertEqual((copy / "same.cpp").stat().st_mtime, 1)
        self.assertEqual((copy / "changed.cpp").read_text(), "after")
        self.assertTrue(os.access(copy / "tool.sh", os.X_OK))
        self.assertFalse((copy / "gone.cpp").exists())
        self.assertTrue((copy / "build/debug/object.o").exists())

    def test_the_table_fits_the_sources(self):
        mutations = run.checked_table(PROJECT)
        self.assertGreaterEqual(len(mutations), 20)
        sources = "".join(file.read_text() for folder in ("unit", "integration") for file in (PROJECT / "tests" / folder).glob("*.cpp"))
        targets = "".join(file.read_text() for folder in ("unit", "integration") for file in (PROJECT / "tests" / folder).rglob("*.cmake")) + (PROJECT / "tests/integration/CMakeLists.txt").read_text()
        for mutation in mutations:
            with self.subTest(name=mutation.name):
                self.assertTrue(re.search(rf"\b{mutation.test}\b", targets), f"no program is called {mutation.test}")
                suite, name = re.search(r"(\w+)\.(\w+|\*)(?:/[\w*]+)?$", mutation.filter).groups()
                self.assertTrue(re.search(rf"TEST(_[FP])?\({suite}, {'' if name == '*' else name + '[)]'}", sources), f"no test is called {mutation.filter}")


if __name__ == "__main__":
    unittest.main()
