# SPDX-License-Identifier: GPL-3.0-or-later
"""Requirement: no release is made whose parts disagree, each refusal names the file and the next step, and the same commit gives the same
archive. On a repository of the test's own."""
import hashlib
import importlib.util
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import tempfile
import time
import unittest
import unittest.mock

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
SPEC = importlib.util.spec_from_file_location("release", PROJECT / "packaging/release.py")
release = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(release)

METAINFO = "packaging/linux/chat.pipit.Pipit.metainfo.xml"
BUILT = "Qt6 6.4.2\nQCoro6 0.7.0\nasio 1.22.1\ntomlplusplus 3.3.0\nCLI11 2.3.2\nprometheus-cpp 1.0.1\nQt6Keychain 0.13.2\nPostgreSQL 15.18\nLibArchive 3.6.2\nOpenSSL 3.0.17\n"


class ReleaseTest(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.root = pathlib.Path(self.scratch.name, "project")
        self.write("CMakeLists.txt", "project(pipit VERSION 1.2.3 LANGUAGES CXX)\n")
        self.write("CHANGELOG.md", "# Changes\n\n## 1.2.3 (2027-01-31)\n\nwords\n\n## 1.2.2 (2027-01-01)\n")
        self.write(METAINFO, '<component><releases><release version="1.2.3" date="2027-01-31"/><release version="1.2.2" date="2027-01-01"/></releases></component>')
        self.write("vcpkg.json", '{"name": "pipit", "version": "1.2.3"}')
        self.write("resources/web/openapi.json", '{"info": {"version": "1.2.3"}}')
        self.write("tests/integration/stored/1.2.3/answers.json", "{}")
        self.write("packaging/components.toml", (PROJECT / "packaging/components.toml").read_text())
        self.write("docs/licences.md", release.licences_text(self.root))
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit()
        self.git("tag", "v1.2.3")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def replace(self, path, before, after):
        text = (self.root / path).read_text()
        self.assertIn(before, text)
        self.write(path, text.replace(before, after, 1))

    def git(self, *words):
        subprocess.run(["git", "-C", str(self.root), "-c", "user.name=Test", "-c", "user.email=test@example.org", *words], check=True, capture_output=True)

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=all of it")

    def refused(self, **options):
        with self.assertRaises(release.Refusal) as refusal:
            release.check(self.root, **options)
        return refusal.exception.args

    def test_where_everything_agrees_there_is_a_release(self):
        self.assertEqual(release.check(self.root), "1.2.3")
        self.assertEqual(release.check(self.root, tag="v1.2.3"), "1.2.3")

    def test_each_disagreement_is_named(self):
        for path, before, after, words in (
                ("CHANGELOG.md", "1.2.3", "1.2.4", r"CHANGELOG\.md: its first heading must be `## 1\.2\.3"),
                ("CHANGELOG.md", "2027-01-31", "unreleased", r"CHANGELOG\.md: 1\.2\.3 has no date but 'unreleased'"),
                (METAINFO, "1.2.3", "1.2.2", r"metainfo\.xml: its first release must be 1\.2\.3, and is 1\.2\.2"),
                (METAINFO, "2027-01-31", "2027-01-30", r"metainfo\.xml: 1\.2\.3 is dated 2027-01-30, and in CHANGELOG\.md 2027-01-31"),
                (METAINFO, "<component>", "<component", r"metainfo\.xml: not well-formed"),
                ("vcpkg.json", "1.2.3", "1.2.2", r"vcpkg\.json: its version is 1\.2\.2, and must be 1\.2\.3"),
                ("resources/web/openapi.json", "1.2.3", "1.2.2", r"openapi\.json: its version is 1\.2\.2, and must be 1\.2\.3"),
                ("docs/licences.md", "GPL-3.0-only", "MIT", r"docs/licences\.md is not what .* says\. Write it anew")):
            with self.subTest(path=path, after=after):
                whole = (self.root / path).read_text()
                self.replace(path, before, after)
                reasons = self.refused(tagged=False)
                self.assertEqual(len(reasons), 1, reasons)
                self.assertRegex(reasons[0], words)
                self.write(path, whole)

    def test_all_of_them_are_told_at_once(self):
        self.replace("CMakeLists.txt", "1.2.3", "1.3.0")
        shutil.rmtree(self.root / "tests")
        (self.root / "vcpkg.json").unlink()
        text = "\n".join(self.refused())
        for words in ("CHANGELOG.md", METAINFO, "vcpkg.json cannot be read", "tests/integration/stored/1.3.0 is missing", "no tag v1.3.0 but v1.2.3: git tag -a v1.3.0", "not committed"):
            self.assertIn(words, text)

    def test_another_tag_is_refused(self):
        self.assertIn("The tag is v1.2.4, and must be v1.2.3", self.refused(tag="v1.2.4")[0])
        self.git("tag", "--delete", "v1.2.3")
        self.assertIn("no tag v1.2.3", self.refused()[0])

    def test_the_same_commit_gives_the_same_bytes(self):
        self.write(".gitignore", "build/\n")
        self.commit()
        self.git("tag", "--force", "v1.2.3")
        self.write("build/release/components.txt", BUILT)
        copy = pathlib.Path(self.scratch.name, "copy")
        subprocess.run(["git", "clone", "--quiet", str(self.root), str(copy)], check=True, capture_output=True)
        sums = []
        elsewhere = {"TZ": "XYZ-8", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "tar.umask", "GIT_CONFIG_VALUE_0": "0077"}
        for root, name, environment in ((self.root, "first", {}), (copy, "second", elsewhere)):
            folder = pathlib.Path(self.scratch.name, name)
            with unittest.mock.patch.dict(os.environ, environment):
                files = release.make(root, self.root / "build/release", folder, None)
            self.assertEqual([file.name for file in files], ["pipit-1.2.3.tar.xz", "pipit-1.2.3.spdx.json", "SHA256SUMS"])
            sums.append((folder / "SHA256SUMS").read_text())
        self.assertEqual(sums[0], sums[1])
        seconds = subprocess.run(["git", "-C", str(self.root), "log", "-1", "--format=%ct"], check=True, capture_output=True, text=True).stdout
        bill = json.loads(pathlib.Path(self.scratch.name, "second/pipit-1.2.3.spdx.json").read_text())
        self.assertEqual(bill["creationInfo"]["created"], time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(seconds))))
        archive = pathlib.Path(self.scratch.name, "first/pipit-1.2.3.tar.xz")
        self.assertIn(hashlib.sha256(archive.read_bytes()).hexdigest(), sums[0])
        with tarfile.open(archive) as tar:
            self.assertIn("pipit-1.2.3/CMakeLists.txt", tar.getnames())
            self.assertNotIn("pipit-1.2.3/build/release/components.txt", tar.getnames())

    def test_the_bill_of_materials_says_what_is_inside(self):
        self.write("build/release/components.txt", BUILT)
        bill = release.bill_of_materials(self.root, self.root / "build/release", "1.2.3", "abc", "2027-01-31T00:00:00Z")
        packages = {package["name"]: package for package in bill["packages"]}
        self.assertEqual(packages["Pipit"]["licenseDeclared"], "GPL-3.0-or-later")
        for name in ("Qt 6 Charts", "Qt 6 HTTP Server"):
            self.assertEqual((packages[name]["licenseDeclared"], packages[name]["versionInfo"]), ("GPL-3.0-only", "6.4.2"))
        known = {package["SPDXID"] for package in bill["packages"]} | {"SPDXRef-DOCUMENT"}
        self.assertEqual(len(known), len(bill["packages"]) + 1)
        for identity in known:
            self.assertRegex(identity, r"^SPDXRef-[A-Za-z0-9.-]+$")
        for relation in bill["relationships"]:
            self.assertLessEqual({relation["spdxElementId"], relation["relatedSpdxElement"]}, known)
        json.dump(bill, io.StringIO())

        self.write("build/release/components.txt", BUILT.replace("asio 1.22.1\n", ""))
        with self.assertRaisesRegex(release.Refusal, "which version of asio"):
            release.bill_of_materials(self.root, self.root / "build/release", "1.2.3", "abc", "2027-01-31T00:00:00Z")


    def test_the_bill_of_materials_has_what_the_tar_brings(self):
        self.write("build/release/components.txt", BUILT)
        for version, library in (("1.2.3", "libicu72"), ("1.2.2", "libicu67")):
            self.write(f"build/release/packages/pipit-{version}-linux-x86_64/share/doc/pipit/licences/sources.txt", f"icu 72.1-3 {library}\nqt6-base 6.4.2+dfsg-10 libqt6core6\n")
        bill = release.bill_of_materials(self.root, self.root / "build/release", "1.2.3", "abc", "2027-01-31T00:00:00Z")
        packages = {package["name"]: package for package in bill["packages"]}
        self.assertNotIn("libicu67", packages)
        self.assertEqual((packages["libicu72"]["versionInfo"], packages["libicu72"]["sourceInfo"]), ("72.1-3", "Debian's source package icu 72.1-3"))
        tar = packages["pipit-1.2.3-linux-x86_64.tar.xz"]["SPDXID"]
        inside = {relation["relatedSpdxElement"] for relation in bill["relationships"] if (relation["spdxElementId"], relation["relationshipType"]) == (tar, "CONTAINS")}
        self.assertEqual(inside, {"SPDXRef-Pipit", packages["libicu72"]["SPDXID"], packages["libqt6core6"]["SPDXID"]})
        self.assertEqual(len({package["SPDXID"] for package in bill["packages"]}), len(bill["packages"]))
        for package in bill["packages"]:
            self.assertRegex(package["SPDXID"], r"^SPDXRef-[A-Za-z0-9.-]+$")


class ProjectTest(unittest.TestCase):
    """What holds for the project itself on any day."""

    def test_the_licence_list_is_that_of_the_components(self):
        self.assertEqual((PROJECT / "docs/licences.md").read_text(), release.licences_text(PROJECT), "packaging/release.py licences > docs/licences.md")

    def test_every_library_that_is_looked_for_is_a_component(self):
        found = set(re.findall(r"^find_package\((\S+)", (PROJECT / "CMakeLists.txt").read_text(), re.MULTILINE)) - {"Threads"}
        self.assertEqual(found - {part.get("version") for part in release.components(PROJECT)}, set())

    def test_the_build_says_every_version(self):
        versions = release.built_versions(os.environ["PIPIT_BUILD"])
        for part in release.components(PROJECT):
            if "version" in part:
                self.assertRegex(versions.get(part["version"], ""), r"^\d+\.\d+", part["name"])

    def test_between_releases_only_what_a_release_sets_is_missing(self):
        try:
            release.check(PROJECT, tagged=False)
        except release.Refusal as refusal:
            for reason in refusal.args:
                self.assertRegex(reason, r"has no date but 'unreleased'|integration/stored/\S+ is missing")


if __name__ == "__main__":
    unittest.main()
