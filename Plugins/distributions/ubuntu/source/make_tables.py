#!/usr/bin/env python3
"""Makes the package tables of Ubuntu's releases from Debian's, for the names that these releases have.

    make_tables.py [OUTPUT]

Needs nothing but Python. README.md says how a name counts as known, and what becomes of the others.
"""

import collections
import fnmatch
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
DEBIAN = HERE.parent.parent / "debian"
# Ubuntu has MySQL where Debian has MariaDB.
MYSQL = re.compile("mariadb|mysql")
ROLES_FOR_ALL = {"build", "setup", "pm", "debug"}


class Row:
    def __init__(self, role, runtime=(), how="", size="", depends=(), recommends=()):
        self.role, self.runtime, self.how, self.size = role, list(runtime), how, size
        self.depends, self.recommends = list(depends), list(recommends)

    def text(self, name):
        words = [" ".join(self.runtime), self.how, self.size, " ".join(self.depends), " ".join(self.recommends)]
        return "\t".join([name, self.role, *words]) + "\n"


class Debian:
    """The tables of one or more releases; the first that has a package tells of it."""

    def __init__(self, releases):
        self.rows, self.others, self.commands, self.base = {}, {}, {}, []
        for release in releases:
            for line in (DEBIAN / f"debian-{release}.tsv").read_text().splitlines():
                columns = line.split("\t")
                if line.startswith("#"):
                    if columns[0] == "# base" and not self.base:
                        self.base = columns[1].split()
                    continue
                name, role, runtime, how, size, depends, recommends = columns
                if role == "=":
                    self.others.setdefault(name, runtime)
                elif name not in self.others:
                    row = Row(role, runtime.split(), how, size, depends.split(), recommends.split())
                    self.rows.setdefault(name, row)
            for line in (DEBIAN / f"debian-{release}.commands.tsv").read_text().splitlines():
                if not line.startswith("#"):
                    package, commands = line.split("\t")
                    self.commands.setdefault(package, commands)


def stem(name):
    """A library's name without the version at its end."""
    return re.sub(r"\d+(\.\d+)*[a-d]?$", "#", re.sub(r"(t64|v5|ldbl)$", "", name))


def major(name):
    """What stands before the first point of the version at the end; libraries without a point have none."""
    match = re.search(r"(\d+)\.[\d.]+[a-d]?$", re.sub(r"(t64|v5|ldbl)$", "", name))
    return match and match[1]


def archive(release):
    """Package -> what it depends on and recommends, for the packages of which the archive's indexes were asked."""
    rows = {}
    for line in (HERE / "depends.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        columns = [*line.split("\t"), ""][:4]
        if columns[0] == release:
            rows[columns[1]] = (columns[2].split(), columns[3].split())
    return rows


class Names:
    """Ubuntu's names for Debian's packages."""

    def __init__(self, release, substitutions):
        lines = (HERE / f"names-{release}.txt").read_text().splitlines()
        self.known = {line for line in lines if not line.startswith("#")}
        self.base = (HERE / f"base-{release}.txt").read_text().split()
        self.known |= set(self.base)
        self.substitutions = substitutions
        self.by_stem = collections.defaultdict(set)
        for name in self.known:
            self.by_stem[stem(name)].add(name)

    def of(self, name):
        for old, new in self.substitutions:
            if re.search(re.escape(old) + r"(?![0-9.])", name):
                name = name.replace(old, new)
                break
        if name in self.known:
            return name
        if name + "t64" in self.known:
            return name + "t64"
        if name.endswith("t64") and name[:-3] in self.known:
            return name[:-3]
        if name.startswith("lib") and not name.endswith("-dev"):
            alike = self.by_stem[stem(name)]
            # of a library built anew for 64-bit time both names may be in the lists
            alike = {other for other in alike if other + "t64" not in alike and major(other) == major(name)}
            if len(alike) == 1:
                return next(iter(alike))
        return name


def filled(pattern, name, word):
    """`word` with what the pattern's `*` matched in the name."""
    match = re.fullmatch(pattern, name)
    return word.replace("*", match[1]) if match else word


def curated(release):
    """Package -> row, for the rows of this release."""
    rows = {}
    for line in (HERE / "curated.tsv").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        columns = [*line.split("\t"), "", "", ""][:5]
        if not fnmatch.fnmatch(release, columns[0]):
            continue
        for name in columns[1].split():
            pattern = r"(?:python3\.|openjdk-|php)([0-9.]+)(?:-.*)?"
            words = [[filled(pattern, name, word) for word in column.split()] for column in columns[3:]]
            rows[name] = Row(columns[2], words[0], "cur" if columns[2] == "build" else "", "", words[1])
    return rows


def sized(size):
    return "~" + size.lstrip("~") if size else ""


class Table:
    def __init__(self, release, debian, names):
        self.debian, self.names, self.rows = debian, names, {}
        self.own = curated(release)
        self.archive = archive(release)
        self.debian_name = {}
        for name in sorted(debian.rows, key=lambda name: (names.of(name) != name, name)):
            self.debian_name.setdefault(names.of(name), name)

    def make(self):
        for name in sorted(self.debian.rows):
            row, new = self.debian.rows[name], self.names.of(name)
            if row.role in ROLES_FOR_ALL and (new == name or not row.runtime):
                self.add(name)
            self.add(new, only_known=row.role not in ROLES_FOR_ALL)
        for name in sorted(self.own):
            if self.own[name].role != "unverified":
                self.add(name)
        for name in sorted(self.debian.others):
            self.add_other(name, self.names.of(self.debian.others[name]))
        for name in sorted(self.names.known):
            if name.endswith("t64"):
                self.add_other(name[:-3], name)

    def add_other(self, name, target):
        if name not in self.rows and target in self.rows and name != target:
            self.rows[name] = Row("=", [target], "prov")

    def add(self, name, only_known=False):
        """Adds the row of a package, and those of what it depends on or stands for."""
        pending = [name]
        while pending:
            name = pending.pop()
            if name in self.rows or only_known and name not in self.names.known:
                continue
            only_known = False
            row = self.row(name)
            if name in self.archive:
                row.depends, row.recommends = self.archive[name]
            self.rows[name] = row
            pending += [*row.runtime, *row.depends]

    def row(self, name):
        source = self.debian.rows.get(self.debian_name.get(name, name)) or self.debian.rows.get(name)
        own = self.own.get(name)
        if own and own.role != "unverified":
            own.size = sized(source.size) if source else ""
            if source:
                more = [n for n in map(self.names.of, source.depends) if n not in own.depends and "jpeg62" not in n]
                own.depends += [n for n in more if n != name and not MYSQL.search(n)]
                own.recommends = [self.names.of(n) for n in source.recommends]
            return own
        if source is None:
            return Row("lib" if name.startswith("lib") else "run")
        row = Row(
            source.role, dict.fromkeys(map(self.names.of, source.runtime)), source.how, sized(source.size),
            [n for n in dict.fromkeys(map(self.names.of, source.depends)) if n != name],
            [n for n in dict.fromkeys(map(self.names.of, source.recommends)) if n != name])
        if row.runtime:
            is_known = all(n in self.names.known or n == name for n in row.runtime) and not own
            # a version in the name of the headers would be that of other libraries
            is_same = all(self.is_same(*pair) for pair in zip(source.runtime, row.runtime))
            has_version = re.search(r"\d\.\d|\d-dev", name)
            row.how = "list" if is_known and (is_same or name in self.names.known or not has_version) else "unverified"
        return row

    @staticmethod
    def is_same(debian, ubuntu):
        return debian.removesuffix("t64") == ubuntu.removesuffix("t64")

    def finish(self):
        """Leaves out recommendations of packages that are in no row."""
        for row in self.rows.values():
            row.recommends = [n for n in row.recommends if n in self.rows and n not in row.depends]


def header(release, codename, debian):
    lists = "heroku/base-images linuxserver/docker-* canonical/chisel-releases ros/rosdistro rstudio/r-system-requirements"
    keys = [
        ("format", "1"), ("distribution", "ubuntu"), ("release", release), ("codename", codename),
        ("architecture", "amd64"),
        ("source", f"roles, pairs, dependencies, sizes (estimates): the tables of Debian {' and '.join(debian)}"),
        ("source", f"names: lists of packages of this release in public repositories: {lists} and others; source/README.md"),
        ("source", "`list`: each run-time name is in such a list; `unverified`: not, so that the row is never used")]
    return "".join(f"# {key}\t{value}\n" for key, value in keys)


def main(output):
    for line in (HERE / "releases.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        release, codename, debian_releases, pairs = line.split("\t")
        debian = Debian(debian_releases.split())
        names = Names(release, [tuple(pair.split("=")) for pair in pairs.split()])
        table = Table(release, debian, names)
        table.make()
        table.finish()
        top = header(release, codename, debian_releases.split())
        with open(output / f"ubuntu-{release}.tsv", "w") as file:
            file.write(top + "# base\t" + " ".join(sorted(names.base)) + "\n")
            file.write("# columns\tpackage role runtime how kb depends recommends\n")
            file.writelines(table.rows[name].text(name) for name in sorted(table.rows, key=str.encode))
        with open(output / f"ubuntu-{release}.commands.tsv", "w") as file:
            file.write(top + "# columns\tpackage commands\n")
            for name in sorted(table.rows, key=str.encode):
                commands = debian.commands.get(table.debian_name.get(name, name)) or debian.commands.get(name)
                if commands and table.rows[name].role != "=":
                    file.write(f"{name}\t{commands}\n")
        hows = collections.Counter(row.how for row in table.rows.values() if row.role == "build" and row.runtime)
        print(f"ubuntu-{release}.tsv: {len(table.rows)} rows; headers: {dict(sorted(hows.items()))}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) == 2 else HERE.parent)
