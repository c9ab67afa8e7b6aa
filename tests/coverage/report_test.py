# SPDX-License-Identifier: GPL-3.0-or-later
"""Requirement: the figures are those of all lines of a folder and not the mean of its files, and what is run least stands first."""
import importlib.util
import pathlib
import unittest

SPEC = importlib.util.spec_from_file_location("report", pathlib.Path(__file__).resolve().parent / "report.py")
report = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(report)


def summary(*files):
    return {"files": [{"filename": name, "line_covered": covered, "line_total": total} for name, covered, total in files]}


class ReportTest(unittest.TestCase):
    def test_counts_lines(self):
        text = report.report(summary(("core/large.cpp", 980, 1000), ("core/small.cpp", 0, 10), ("core/types.h", 0, 0), ("server/a.cpp", 50, 100), ("client/a.cpp", 90, 100), ("corelike/a.cpp", 0, 900)))
        self.assertEqual(text.split("\n"), ["core        97.0 %  980 of 1010 lines", "server      50.0 %  50 of 100 lines; the aim is 90 %", "client      90.0 %  90 of 100 lines",
                                            "all three   92.6 %  1120 of 1210 lines", "", "The files of which the least is run:",
                                            "  0.0 %  0 of 10 lines           core/small.cpp", " 50.0 %  50 of 100 lines         server/a.cpp",
                                            " 90.0 %  90 of 100 lines         client/a.cpp", " 98.0 %  980 of 1000 lines       core/large.cpp"])

    def test_names_fifteen(self):
        files = [(f"{folder}/{number:02}.cpp", number, 100) for folder in ("client", "core", "server") for number in range(10)]
        named = [line.split()[-1] for line in report.report(summary(*files)).split("\n")[6:]]
        self.assertEqual(named, [f"{folder}/{number:02}.cpp" for number in range(5) for folder in ("client", "core", "server")])

    def test_a_folder_without_lines_is_told(self):
        with self.assertRaisesRegex(ValueError, "no lines of client/"):
            report.report(summary(("core/a.cpp", 1, 1), ("server/a.cpp", 1, 1)))


if __name__ == "__main__":
    unittest.main()
