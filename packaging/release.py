#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a release's source archive and papers, and refuses where its parts disagree. See packaging/release.py --help."""
import argparse
import datetime
import hashlib
import json
import lzma
import pathlib
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCE = "GPL-3.0-or-later"
WHY = ("Pipit as a whole is under the GNU General Public License, version 3 or later: Qt Charts and Qt HTTP Server may be had without a "
       "contract under version 3 of it only, and every other part's licence agrees with that.")


class Refusal(Exception):
    """A release cannot be made; each argument is a reason with the next step."""


def git(root, *words):
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise Refusal(f"git {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def read(root, path):
    try:
        return (root / path).read_text(encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from error


def version_of(root):
    found = re.search(r"^project\(pipit VERSION (\d+\.\d+\.\d+)\b", read(root, "CMakeLists.txt"), re.MULTILINE)
    if not found:
        raise Refusal("CMakeLists.txt: there is no `project(pipit VERSION MAJOR.MINOR.PATCH`.")
    return found[1]


def changelog_fault(root, version):
    found = re.search(r"^## (\S+) \((.+)\)$", read(root, "CHANGELOG.md"), re.MULTILINE)
    if not found or found[1] != version:
        return f"CHANGELOG.md: its first heading must be `## {version} (YYYY-MM-DD)`, and is {found[0] if found else 'missing'!r}."
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", found[2]):
        return f"CHANGELOG.md: {version} has no date but {found[2]!r}: write the day of the release."
    return None


def changelog_date(root):
    return re.search(r"^## \S+ \((.+)\)$", read(root, "CHANGELOG.md"), re.MULTILINE)[1]


def appstream_fault(root, version):
    path = "packaging/linux/chat.pipit.Pipit.metainfo.xml"
    try:
        release = ElementTree.fromstring(read(root, path)).find("releases/release")
    except ElementTree.ParseError as error:
        return f"{path}: {error}."
    if release is None or release.get("version") != version:
        return f"{path}: its first release must be {version}, and is {None if release is None else release.get('version')}."
    if not changelog_fault(root, version) and release.get("date") != changelog_date(root):
        return f"{path}: {version} is dated {release.get('date')}, and in CHANGELOG.md {changelog_date(root)}."
    return None


def manifest_fault(root, version):
    found = json.loads(read(root, "vcpkg.json")).get("version")
    return None if found == version else f"vcpkg.json: its version is {found}, and must be {version}."


def description_fault(root, version):
    found = json.loads(read(root, "resources/web/openapi.json")).get("info", {}).get("version")
    return None if found == version else f"resources/web/openapi.json: its version is {found}, and must be {version}."


def stored_fault(root, version):
    if (root / "tests/integration/stored" / version).is_dir():
        return None
    return (f"tests/integration/stored/{version} is missing: later versions are tested with what this one leaves behind. Make it: "
            f"cmake --build build/debug --target stored_version_maker && build/debug/tests/stored_version_maker tests/integration/stored/{version}")


def licences_fault(root, _version):
    return None if read(root, "docs/licences.md") == licences_text(root) else "docs/licences.md is not what packaging/components.toml says. Write it anew: packaging/release.py licences > docs/licences.md"


def tag_fault(root, version, tag):
    wanted = f"v{version}"
    if tag is not None and tag != wanted:
        return f"The tag is {tag}, and must be {wanted}."
    tags = git(root, "tag", "--points-at", "HEAD").split()
    if wanted not in tags:
        return f"The commit has no tag {wanted}{' but ' + ', '.join(tags) if tags else ''}: git tag -a {wanted}"
    return None


def clean_fault(root):
    return "There are changes that are not committed; a release is made of a commit." if git(root, "status", "--porcelain") else None


def check(root, tag=None, tagged=True):
    """The version. Raises Refusal with everything that disagrees, not with the first only."""
    version = version_of(root)
    faults = []
    for judge in (changelog_fault, appstream_fault, manifest_fault, description_fault, stored_fault, licences_fault):
        try:
            faults.append(judge(root, version))
        except Refusal as refusal:
            faults.extend(refusal.args)
    if tagged:
        faults += [tag_fault(root, version, tag), clean_fault(root)]
    faults = [fault for fault in faults if fault]
    if faults:
        raise Refusal(*faults)
    return version


def write_archive(root, version, folder):
    """The same commit gives the same bytes: git takes its time from the commit, and xz has none."""
    # What a person has set for their own archives (tar.umask) makes no difference.
    tar = subprocess.run(["git", "-C", str(root), "-c", "tar.umask=0002", "archive", "--format=tar", f"--prefix=pipit-{version}/", "HEAD"], capture_output=True, check=True, timeout=120).stdout
    file = folder / f"pipit-{version}.tar.xz"
    file.write_bytes(lzma.compress(tar, preset=6))
    return file


def components(root):
    return tomllib.loads(read(root, "packaging/components.toml"))["component"]


def built_versions(build):
    """What the build found, a line `NAME VERSION` each."""
    return dict(line.split(maxsplit=1) for line in read(pathlib.Path(build), "components.txt").splitlines() if len(line.split()) > 1)


def licences_text(root):
    rows = [f"| [{part['name']}]({part['home']}) | {part['licence']} | {part['use']}{': ' + part['note'] if 'note' in part else ''} |" for part in components(root)]
    return "\n".join(["<!-- SPDX-License-Identifier: GPL-3.0-or-later -->", "# Licences", "",
                      "Made of `packaging/components.toml` by `packaging/release.py licences`; the names are those of the SPDX list.", "", WHY, "",
                      "| part | licence | how it is used |", "|---|---|---|", *rows, ""])


def portable_parts(build, version):
    """What the tar with its own Qt has of Debian's packages, as packaging/linux/portable.sh has written it down: SPDX packages and relations."""
    packages, relations = [], []
    for listed in sorted(pathlib.Path(build).glob(f"packages/pipit-{version}-linux-*/share/doc/pipit/licences/sources.txt")):
        tree = listed.parents[4].name
        tar = f"SPDXRef-{re.sub(r'[^A-Za-z0-9.-]', '-', tree)}"
        packages.append({"SPDXID": tar, "name": f"{tree}.tar.xz", "versionInfo": version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
                         "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
                         "licenseComments": "Each part's licence is inside, in share/doc/pipit/licences, by the name of its package."})
        relations += [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": tar},
                      {"spdxElementId": tar, "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-Pipit"}]
        for line in listed.read_text(encoding="utf-8").splitlines():
            source, source_version, name = line.split()
            identity = f"{tar}-{re.sub(r'[^A-Za-z0-9.-]', '-', name)}"
            packages.append({"SPDXID": identity, "name": name, "versionInfo": source_version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
                             "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
                             "sourceInfo": f"Debian's source package {source} {source_version}"})
            relations.append({"spdxElementId": tar, "relationshipType": "CONTAINS", "relatedSpdxElement": identity})
    return packages, relations


def bill_of_materials(root, build, version, commit, created):
    """SPDX 2.3, as JSON."""
    versions = built_versions(build)
    packages = [{"SPDXID": "SPDXRef-Pipit", "name": "Pipit", "versionInfo": version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
                 "licenseConcluded": LICENCE, "licenseDeclared": LICENCE, "copyrightText": "NOASSERTION", "sourceInfo": f"commit {commit}",
                 "licenseComments": WHY}]
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-Pipit"}]
    kinds = {"linked": "DYNAMIC_LINK", "headers": "STATIC_LINK", "loaded": "RUNTIME_DEPENDENCY_OF", "data": "RUNTIME_DEPENDENCY_OF"}
    for part in components(root):
        identity = "SPDXRef-" + re.sub(r"[^A-Za-z0-9]+", "-", part["name"]).strip("-")
        package = {"SPDXID": identity, "name": part["name"], "downloadLocation": part["home"], "filesAnalyzed": False, "licenseConcluded": part["licence"],
                   "licenseDeclared": part["licence"], "copyrightText": "NOASSERTION"}
        if "version" in part:
            if part["version"] not in versions:
                raise Refusal(f"{build}/components.txt does not say which version of {part['version']} was built with. Configure it anew: cmake --preset release")
            package["versionInfo"] = versions[part["version"]]
        packages.append(package)
        kind = kinds[part["use"]]
        ends = ("SPDXRef-Pipit", identity) if kind.endswith("LINK") else (identity, "SPDXRef-Pipit")
        relations.append({"spdxElementId": ends[0], "relationshipType": kind, "relatedSpdxElement": ends[1]})
    for all_of_them, brought in zip((packages, relations), portable_parts(build, version)):
        all_of_them += brought
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"pipit-{version}",
            "documentNamespace": f"urn:pipit:{version}:{commit}", "creationInfo": {"created": created, "creators": ["Tool: packaging/release.py"]},
            "packages": packages, "relationships": relations}


def make(root, build, folder, tag):
    version = check(root, tag)
    folder.mkdir(parents=True, exist_ok=True)
    commit = git(root, "rev-parse", "HEAD")
    seconds = int(git(root, "show", "--no-patch", "--format=%ct", "HEAD"))
    created = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    files = [write_archive(root, version, folder)]
    bill = folder / f"pipit-{version}.spdx.json"
    bill.write_text(json.dumps(bill_of_materials(root, build, version, commit, created), indent=2) + "\n", encoding="utf-8")
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in [*files, bill]]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")
    return [*files, bill, folder / "SHA256SUMS"]


def main():
    parser = argparse.ArgumentParser(description="A release: version, changelog, AppStream, vcpkg's manifest, the description of the HTTP interface, licences, what is stored for later upgrades, and the tag must agree.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="say what disagrees")
    checking.add_argument("--tag", help="the tag that is built, where that is told (CI)")
    checking.add_argument("--untagged", action="store_true", help="before the tag is made: all but tag and uncommitted changes")
    making = commands.add_parser("make", help="check, then write source archive, bill of materials (SPDX) and checksums")
    making.add_argument("folder", type=pathlib.Path)
    making.add_argument("--tag", help="as for check")
    making.add_argument("--build", default="build/release", help="the build that says the libraries' versions (%(default)s)")
    commands.add_parser("licences", help="print docs/licences.md")
    options = parser.parse_args()
    try:
        if options.command == "licences":
            sys.stdout.write(licences_text(ROOT))
        elif options.command == "check":
            print(f"pipit {check(ROOT, options.tag, not options.untagged)}: everything agrees")
        else:
            for file in make(ROOT, ROOT / options.build, options.folder, options.tag):
                print(file)
    except Refusal as refusal:
        for reason in refusal.args:
            print(f"release: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
