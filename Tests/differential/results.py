#!/usr/bin/env python3
"""Checks the migrated Dockerfiles of the corpus with BuildKit's parser and hadolint.

    results.py CORPUS

For each CORPUS/<ecosystem>/<case>/after: BuildKit's parser accepts the Dockerfile, and hadolint finds nothing in it
that it did not find in the one of `before`. Findings are compared as a set of rule and message without line numbers,
since an instruction that stands in two stages shows the same finding twice. Which user comes last matters only for the
stage that ships, the last one. The RUN that the program puts behind FROM, for what a smaller base image lacks, names no
versions: none are known without the network; nor has a library one that takes the place of a package whose version says
nothing of it, which the plan tells by a note. Exits with 1 if a check fails, and if there was nothing to check.
"""

import json
import pathlib
import re
import subprocess
import sys

import dockerfile

LAST_USER = "DL3002"
UNPINNED = "DL3008"
# the note of a plan that a library has no version although what it replaces had one
LOST_VERSION = "plan/version"


def is_dockerfile(path):
    name = path.name.lower()
    return path.is_file() and ("dockerfile" in name or "containerfile" in name) and not name.endswith(".dockerignore")


def pairs(corpus):
    """Each migrated Dockerfile with its original."""
    for after in sorted(corpus.glob("*/*/after")):
        for path in sorted(filter(is_dockerfile, after.rglob("*"))):
            yield after.parent / "before" / path.relative_to(after), path


def last_stage(path):
    """The line on which the last stage starts."""
    lines = pathlib.Path(path).read_text().splitlines()
    return max((number for number, line in enumerate(lines, 1) if line.lower().startswith("from ")), default=0)


def own_installs(before, after):
    """The lines of the result behind a FROM on which it installs packages as no line of the original does."""
    known = set(before.read_text(errors="replace").splitlines())
    lines = after.read_text(errors="replace").splitlines()
    return {
        number
        for number, (above, line) in enumerate(zip(lines, lines[1:]), 2)
        if above.lower().startswith("from ") and line.lower().startswith("run apt-get ") and line not in known
    }


def loses_versions(after):
    """Whether the plan of the case says that a version is left out."""
    case = next(folder for folder in after.parents if folder.name == "after").parent
    plan = json.loads((case / "plan.json").read_text())
    return any(note["id"] == LOST_VERSION for note in plan["notes"])


def findings(paths, own={}):
    """The findings of hadolint by path: a set of rule and message; `own` has lines by path that need no versions."""
    command = ["hadolint", "--no-fail", "--config", "/dev/null", "--format", "json", *map(str, paths)]
    run = subprocess.run(command, capture_output=True, check=True)
    result = {str(path): set() for path in paths}
    for finding in json.loads(run.stdout):
        if finding["code"] == LAST_USER and finding["line"] < last_stage(finding["file"]):
            continue
        if finding["code"] == UNPINNED and finding["line"] in own.get(finding["file"], ()):
            continue
        message = re.sub(r"\b(line|column) \d+", r"\1 N", finding["message"])
        result[finding["file"]].add((finding["code"], message))
    return result


def parse_problems(path):
    """What BuildKit's parser says against a Dockerfile."""
    try:
        instructions = dockerfile.parse_file(str(path))
    except dockerfile.GoParseError as error:
        return [f"BuildKit's parser rejects it: {error}"]
    return [] if any(instruction.cmd.upper() == "FROM" for instruction in instructions) else ["it has no FROM"]


def problems(before, after, found):
    """What is wrong with one result."""
    new = found[str(after)] - found[str(before)]
    if loses_versions(after):
        new = {(code, message) for code, message in new if code != UNPINNED}
    return parse_problems(after) + [f"hadolint finds something new: {code} {message}" for code, message in sorted(new)]


def main(corpus):
    checked = list(pairs(pathlib.Path(corpus)))
    if not checked:
        print(f"{corpus}: no case has a result")
        return 1
    own = {str(after): own_installs(before, after) for before, after in checked}
    found = findings([path for pair in checked for path in pair], own)
    bad = 0
    for before, after in checked:
        for problem in problems(before, after, found):
            print(f"{after}: {problem}")
            bad += 1
    known = sum(len(found[str(before)]) for before, _ in checked)
    print(f"{len(checked)} results checked, {known} findings were there before: {bad} problems")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
