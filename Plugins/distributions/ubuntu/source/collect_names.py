#!/usr/bin/env python3
"""Collects the names of packages that releases of Ubuntu have, from public lists in git repositories.

    collect_names.py FOLDER [OUTPUT]

FOLDER holds bare clones, each as `owner+name` or `owner+name/repo`; README.md says which. For each release a list
`names-<release>.txt` is written to OUTPUT (default: beside this file). Only names are taken over, nothing else.
Python's standard library and git are enough.
"""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RELEASES = {"20.04": "focal", "22.04": "jammy", "24.04": "noble"}
# The version of base-files tells the release of an image's list.
BASE_FILES = {"11ubuntu5": "20.04", "12ubuntu4": "22.04", "13ubuntu10": "24.04"}
NAME = re.compile(r"[a-z0-9][a-z0-9+.-]+")


class Repository:
    def __init__(self, folder, name):
        path = folder / name.replace("/", "+")
        self.path = path / "repo" if (path / "repo").is_dir() else path
        self.name = name

    def git(self, *arguments):
        command = ["git", "-C", str(self.path), *arguments]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")

    def files(self, revision="HEAD"):
        return self.git("ls-tree", "-r", "--name-only", revision).split("\n")

    def show(self, path, revision="HEAD"):
        return self.git("show", f"{revision}:{path}")

    def versions(self, path, newest=False):
        """All versions of a file in the history of all branches, or the newest one of the history of HEAD."""
        which = ["-1", "--diff-filter=AM"] if newest else ["--all"]
        raw = self.git("log", *which, "--format=", "--raw", "--no-abbrev", "--", path)
        blobs = sorted({line.split()[3] for line in raw.split("\n") if line.startswith(":")} - {"0" * 40})
        command = ["git", "-C", str(self.path), "cat-file", "--batch"]
        data = "".join(blob + "\n" for blob in blobs).encode()
        output = subprocess.run(command, check=True, capture_output=True, input=data).stdout
        start = 0
        while start < len(output):
            end = output.index(b"\n", start)
            size = int(output[start:end].split()[2])
            yield output[end + 1 : end + 1 + size].decode("utf-8", "replace")
            start = end + size + 2


def first_words(text):
    return {line.split()[0].split(":")[0] for line in text.split("\n") if line.strip() and not line.startswith("#")}


def images_of_heroku(folder):
    repository = Repository(folder, "heroku/base-images")
    for release in RELEASES:
        stack = release.split(".")[0]
        for path in (f"heroku-{stack}-build/installed-packages", f"heroku-{stack}/installed-packages"):
            for text in repository.versions(path + "-amd64.txt", newest=True):
                yield release, first_words(text)


def images_of_linuxserver(folder):
    """Lists of all that is in an image: name, version and kind of each package."""
    for path in sorted(folder.glob("linuxserver+*")):
        repository = Repository(folder, path.name.replace("+", "/", 1))
        for text in repository.versions("package_versions.txt"):
            rows = [line.split() for line in text.split("\n")]
            rows = [row for row in rows if len(row) == 3 and row[2] == "deb"]
            version = next((row[1] for row in rows if row[0] == "base-files"), "")
            for start, release in BASE_FILES.items():
                if re.match(re.escape(start) + r"(\D|$)", version):
                    yield release, {row[0] for row in rows}


def slices(folder):
    repository = Repository(folder, "canonical/chisel-releases")
    for release in RELEASES:
        yield release, {pathlib.Path(p).stem for p in repository.files(f"ubuntu-{release}") if p.startswith("slices/")}


def rosdep(folder):
    """Keys with names for each distribution and release; the project checks them against the archives."""
    repository = Repository(folder, "ros/rosdistro")
    for path in ("rosdep/base.yaml", "rosdep/python.yaml"):
        found = {}
        is_ubuntu, codename = False, None
        for line in [*repository.show(path).split("\n"), "end:"]:
            if re.match(r"(  )?\S", line):
                for release, name in RELEASES.items():
                    # what holds for all other releases stands below `*`
                    yield release, found.get(name, found.get("*", set()))
                found = {}
                is_ubuntu, codename = line.startswith("  ubuntu:"), "*"
            if not is_ubuntu:
                continue
            match = re.match(r"    ['\"]?([a-z*]+)['\"]?:(.*)", line)
            if match:
                codename = match[1]
                found.setdefault(codename, set())
            listed = re.search(r"\[(.*)\]", line) or re.match(r"\s+- (\S+)$", line)
            if listed and "pip:" not in line:
                found.setdefault(codename, set()).update(NAME.findall(listed[1]))


def system_requirements(folder):
    repository = Repository(folder, "rstudio/r-system-requirements")
    for path in repository.files():
        if not re.fullmatch(r"rules/[^/]+\.json", path):
            continue
        for dependency in json.loads(repository.show(path))["dependencies"]:
            for constraint in dependency["constraints"]:
                if constraint.get("distribution") == "ubuntu":
                    for release in RELEASES:
                        if release in constraint.get("versions", RELEASES):
                            yield release, set(dependency["packages"])


def browsers(folder):
    text = Repository(folder, "microsoft/playwright").show("packages/playwright-core/src/server/registry/nativeDeps.ts")
    release = None
    for line in text.split("\n"):
        match = re.match(r"  '?([a-z]+)([0-9.]+)-", line)
        if match:
            release = match[2] if match[1] == "ubuntu" else None
        if release in RELEASES:
            yield release, {name for name in re.findall(r"'([a-z0-9][a-z0-9+.-]+)'", line) if ".so" not in name}


def runners(folder):
    repository = Repository(folder, "actions/runner-images")
    for release in RELEASES:
        path = f"images/ubuntu/toolsets/toolset-{release.replace('.', '')}.json"
        if path in repository.files():
            for names in json.loads(repository.show(path))["apt"].values():
                yield release, set(names)


def root_file_systems(folder):
    repository = Repository(folder, "tianon/docker-brew-ubuntu-core")
    for branch in ("dist-amd64", "origin/dist-amd64"):
        try:
            paths = repository.files(branch)
        except subprocess.CalledProcessError:
            continue
        for release, codename in RELEASES.items():
            for path in paths:
                if re.fullmatch(rf"{codename}/.*-amd64-root\.manifest", path):
                    yield release, first_words(repository.show(path, branch))


def main(folder, output):
    sources = [
        images_of_heroku, images_of_linuxserver, slices, rosdep, system_requirements, browsers, runners,
        root_file_systems]
    found = {release: {} for release in RELEASES}
    for source in sources:
        for release, names in source(folder):
            for name in names:
                if NAME.fullmatch(name):
                    found[release].setdefault(name, set()).add(source.__name__)
    for release, names in found.items():
        path = output / f"names-{release}.txt"
        lines = [f"# Packages that Ubuntu {release} has; collect_names.py made this list, README.md names its sources.\n"]
        path.write_text("".join(lines + [name + "\n" for name in sorted(names)]))
        print(f"{path.name}: {len(names)} names", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else HERE)
