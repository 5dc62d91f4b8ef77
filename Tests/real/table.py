"""The table of real projects, Corpus/real-projects.tsv."""

import dataclasses
import pathlib
import shlex
import sys

PATH = pathlib.Path(__file__).resolve().parents[2] / "Corpus" / "real-projects.tsv"
COLUMNS = ["case", "repository", "commit", "dockerfile", "context", "options", "outcome", "ids", "digest"]
NONE = "-"


@dataclasses.dataclass
class Case:
    """One Dockerfile of a public repository at a commit, and what migrate makes of it."""

    name: str
    repository: str
    commit: str
    # as seen from the root of the repository
    dockerfile: str
    # the folder that is built, which migrate is called with
    context: str
    # further options for migrate, as a shell would take them apart
    options: str
    # split, prune, nothing-to-gain, refused or error
    outcome: str
    # the ids of what was told, sorted: of refusals where there are any, else of notes and warnings
    ids: str
    # SHA-256 of all changed files, one behind the other in the order of their paths
    digest: str

    @property
    def arguments(self):
        return [] if self.options == NONE else shlex.split(self.options)

    @property
    def result(self):
        return self.outcome, self.ids, self.digest


def read(path=PATH):
    """All cases, in the order of the table."""
    lines = path.read_text().splitlines()
    if not lines or lines[0].split("\t") != COLUMNS:
        sys.exit(f"{path}: the first line must name the columns {', '.join(COLUMNS)}")
    cases = []
    for number, line in enumerate(lines[1:], 2):
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            sys.exit(f"{path}:{number}: {len(fields)} columns instead of {len(COLUMNS)}")
        cases.append(Case(*fields))
    return cases


def write(cases, path=PATH):
    lines = ["\t".join(COLUMNS), *("\t".join(dataclasses.astuple(case)) for case in cases)]
    path.write_text("\n".join(lines) + "\n")


def chosen(cases, names):
    """The cases with these names, or all if there are none."""
    known = {case.name for case in cases}
    for name in names:
        if name not in known:
            sys.exit(f"there is no case `{name}` in {PATH.name}")
    return [case for case in cases if not names or case.name in names]
