#!/usr/bin/env python3
"""Makes the package table of a Debian release from the archive's own indexes.

    make_tables.py --release 12 --output debian-12.tsv --commands debian-12.commands.tsv

Needs apt and Debian's keyring; python3 without further packages. Packages and their dependencies come from the
Packages indexes of the release, its updates and its security updates (main). `names.txt` says which packages the table
is about, `curated.tsv` holds what the indexes can't tell; the packages that these bring are added. The Contents indexes
give the commands and the libraries; where they can't be had, those of another release's table are taken
(`--commands-from`, `--sonames-from`).

`--of FOLDER` is for a distribution like Debian: `releases.tsv` there has the codenames, `base-<release>.txt` the packages
of the base image, `names.txt` and `curated.tsv` what comes besides, and `others.tsv` packages of other archives.
"""

import argparse
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

from apt_archive import CODENAMES, KEYRING, Apt, Archive, Package, mirrors, relations
from contents import Contents
from runtime_rule import Roles, glob

HERE = pathlib.Path(__file__).resolve().parent
NEVER_MEANT = {"yarn"}  # provided by cmdtest
MOST_COMMANDS = 120  # more are multi-call collections that no one installs for a command


def aliases(archive, names):
    """Names without a package of their own -> the package that provides them."""
    found = {n: archive.providers[n][0] for n in names if n not in archive.packages and archive.providers.get(n)}
    for name, providers in archive.providers.items():
        # libraries that were built anew for 64-bit time kept their names as provided ones
        if name not in archive.packages and providers == [name + "t64"]:
            found[name] = providers[0]
    return {name: target for name, target in found.items() if name not in NEVER_MEANT}


def table(archive, roles, contents, names):
    """Package -> (row, depends, recommends), for `names` and all that they bring or stand for."""
    rows, pending = {}, sorted(names)
    while pending:
        name = pending.pop()
        if name in rows:
            continue
        row = roles.row(name)
        if row.how == "dep":
            row.how = confirmed(archive, contents, name, row)
            if row.runtime and row.how in ("dep", "dep=so") and archive.same_version(name).issuperset(row.runtime):
                row.how = row.how.replace("dep", "ver")
        package = archive.packages[name]
        depends = archive.chosen(package.depends)
        recommends = [n for n in archive.chosen(package.recommends) if n not in depends]
        rows[name] = (row, depends, recommends)
        pending += [*row.runtime, *depends, *recommends]
    return rows


def confirmed(archive, contents, name, row):
    """The origin of a run-time list, with the library files as a second witness."""
    libraries = contents.libraries(name, archive)
    if not row.runtime:
        return "none" if not contents.is_empty and name not in contents.links else "dep"
    if not libraries:
        return "dep"
    missing = libraries - set(archive.closure(row.runtime)) - archive.base
    # only what installing the package itself brings can be what it links with
    missing &= set(archive.closure([name]))
    row.runtime += sorted(missing)
    return "dep+so" if missing else "dep=so"


def write_table(path, arguments, archive, dates, rows, names):
    lines = {name: [name, "=", target, "prov", "", "", ""] for name, target in names.items()}
    for name, (row, depends, recommends) in rows.items():
        package = archive.packages[name]
        size = str(package.size) if package.version else ""  # none is known of what another archive brings
        lines[name] = [name, row.role, " ".join(row.runtime), row.how, size, " ".join(depends), " ".join(recommends)]
    with open(path, "w") as output:
        output.write(header(arguments, dates))
        output.write("# base\t" + " ".join(sorted(archive.base)) + "\n")
        output.write("# columns\tpackage role runtime how kb depends recommends\n")
        output.writelines("\t".join(lines[name]) + "\n" for name in sorted(lines, key=str.encode))


def write_commands(path, arguments, dates, commands, origin):
    with open(path, "w") as output:
        output.write(header(arguments, dates))
        output.write(f"# commands\t{origin}\n# columns\tpackage commands\n")
        for name in sorted(commands, key=str.encode):
            if 0 < len(commands[name]) <= MOST_COMMANDS:
                output.write(f"{name}\t{' '.join(sorted(commands[name]))}\n")


def header(arguments, dates):
    keys = [
        ("format", "1"), ("distribution", arguments.distribution), ("release", arguments.release),
        ("codename", arguments.codename), ("architecture", arguments.architecture)]
    keys += [("index", f"{suite}\t{date}") for suite, date in dates]
    return "".join(f"# {key}\t{value}\n" for key, value in keys)


def read_commands(path):
    lines = [line.rstrip("\n").split("\t") for line in open(path) if not line.startswith("#")]
    return {package: set(commands.split()) for package, commands in lines}


def alternatives(lines, archive):
    """Commands that a package puts on the path when it is configured, which its list of files doesn't show."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            package, commands = line.rstrip("\n").split("\t")
            for name in filter(glob(package).fullmatch, archive.packages):
                yield name, commands.split()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--release", required=True)
    parser.add_argument("--of", type=pathlib.Path, help="the folder with what differs in a distribution like Debian")
    parser.add_argument("--keyring", default=KEYRING, help="the keys of the archive (default: Debian's)")
    parser.add_argument("--output", required=True, help="the package table")
    parser.add_argument("--commands", help="the table of commands")
    parser.add_argument("--commands-from", help="a table of commands to use where the Contents indexes can't be had")
    parser.add_argument("--sonames", help="the table of libraries whose packages are not named after them")
    parser.add_argument("--sonames-from", help="a table of libraries to use where the Contents indexes can't be had")
    parser.add_argument("--architecture", default="amd64")
    parser.add_argument("--work", help="folder for apt's lists; kept (default: a temporary one)")
    parser.add_argument("--no-fetch", action="store_true", help="use the lists that are in --work")
    parser.add_argument("--mirror", help="address of Debian's archive (default: as apt is configured here)")
    parser.add_argument("--security-mirror")
    arguments = parser.parse_args()
    differs = Difference(arguments.of, arguments.release)
    arguments.distribution, arguments.codename = differs.distribution, differs.codename
    with tempfile.TemporaryDirectory() as temporary:
        apt = Apt(
            arguments.work or temporary, differs.codename, arguments.architecture, arguments.keyring,
            *([differs.components, differs.contents] if arguments.of else []))
        if not arguments.no_fetch:
            addresses = (arguments.mirror, arguments.security_mirror) if arguments.mirror else mirrors()
            if not apt.fetch(*addresses, contents=True) and not apt.fetch(*addresses, contents=False):
                raise SystemExit("apt could not fetch the indexes")
        make(arguments, apt, differs)


class Difference:
    """What a distribution like Debian has of its own; nothing for Debian itself."""

    def __init__(self, folder, release):
        self.folder, self.distribution, self.base = folder, "debian", None
        if not folder:
            self.codename = CODENAMES[release]
            return
        self.distribution = folder.resolve().parent.name
        [(self.codename, self.components, self.contents)] = [row[1:] for row in self.rows("releases.tsv") if row[0] == release]
        self.base = (folder / f"base-{release}.txt").read_text().split()

    def lines(self, name):
        """The lines of Debian's file of that name, and of this distribution's."""
        paths = [HERE / name] + ([self.folder / name] if self.folder else [])
        return [line for path in paths for line in path.read_text().splitlines()]

    def rows(self, name):
        lines = (self.folder / name).read_text().splitlines() if self.folder else []
        return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]

    def add_others(self, archive, roles):
        """Adds packages of other archives that are usually added; nothing but their role and dependencies is known."""
        for names, role, runtime, depends in (row + [""] * (4 - len(row)) for row in self.rows("others.tsv")):
            for name in names.split():
                version = name.removeprefix("python").removeprefix("php").split("-")[0]
                fill = lambda text: text.replace("*", version)
                if not archive.resolve(name):
                    found = relations(", ".join(fill(depends).split()))
                    archive.packages[name] = Package(
                        name, "", name, "", "", False, False, False, 0, found, [], [])
                    roles.names[name] = (role, fill(runtime))


def make(arguments, apt, differs):
    archive = Archive(apt.packages(), differs.base)
    contents, dates = Contents(apt.contents()), list(apt.dates())
    roles = Roles(archive, differs.lines("curated.tsv"))
    differs.add_others(archive, roles)
    wanted = {line.strip() for line in differs.lines("names.txt") if not line.startswith("#")} - {""}
    wanted |= {name for row in differs.rows("others.tsv") for name in row[0].split()}
    others = aliases(archive, wanted)
    known = {name for name in wanted | set(others.values()) | archive.base if name in archive.packages}
    rows = table(archive, roles, contents, known)
    write_table(arguments.output, arguments, archive, dates, rows, others)
    report(arguments.output, f"{len(rows)} packages, {len(others)} other names")
    if arguments.commands:
        commands, origin = contents.commands, "Contents"
        if contents.is_empty:
            if not arguments.commands_from:
                raise SystemExit("there is no Contents index for this release; give --commands-from")
            commands = read_commands(arguments.commands_from)
            origin = f"from {pathlib.Path(arguments.commands_from).name}, for packages that this release has"
        commands = {name: set(found) for name, found in commands.items() if name in rows}
        for name, more in alternatives(open(HERE / "alternatives.tsv"), archive):
            if name in rows:
                commands.setdefault(name, set()).update(more)
        write_commands(arguments.commands, arguments, dates, commands, origin)
        report(arguments.commands, f"{len(commands)} packages")
    if arguments.sonames:
        if contents.is_empty and not arguments.sonames_from:
            raise SystemExit("there is no Contents index for this release; give --sonames-from")
        known = set(rows)
        if contents.is_empty:
            origin = f"from {pathlib.Path(arguments.sonames_from).name}, for packages that this release has"
            found = read_commands(arguments.sonames_from)
            owners = {soname: {n if n in known else n + "t64" for n in names} for soname, names in found.items()}
        else:
            origin, owners = "Contents", contents.sonames
        write_sonames(arguments.sonames, arguments, dates, exceptions(owners, known), origin)


def expected(soname):
    """The names that a library's package has by the archive's policy; the manifest's `soname-packages` say the same."""
    stem, _, version = soname.partition(".so")
    stem, version = stem.lower().replace("_", "-"), version.lstrip(".")
    return [stem + version, f"{stem}-{version}", stem + version + "t64", f"{stem}-{version}t64"]


def exceptions(owners, known):
    """The libraries whose package does not have the name that it should have, with those that have them."""
    found = {}
    for soname, packages in owners.items():
        packages = sorted((package for package in packages if package in known), key=lambda name: (len(name), name))
        shorter = soname.rpartition(".")[0]
        if set(packages) <= owners.get(shorter, set()):
            continue  # the file behind the link of that name
        named = next((name for name in expected(soname) if name in known), None)
        if packages and named not in packages:
            found[soname] = packages
    return found


def write_sonames(path, arguments, dates, found, origin):
    with open(path, "w") as output:
        output.write(header(arguments, dates))
        output.write(f"# sonames\t{origin}; those whose package is named after them are left out\n")
        output.write("# columns\tsoname packages\n")
        for soname in sorted(found, key=str.encode):
            output.write(f"{soname}\t{' '.join(found[soname])}\n")
    report(path, f"{len(found)} libraries")


def report(path, text):
    print(f"{path}: {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
