#!/usr/bin/env python3
"""Makes the package tables of Fedora and its relatives from `curated.tsv` and `names.tsv`.

    make_tables.py              the tables
    make_tables.py FOLDER       first collects the names anew from clones below FOLDER; README.md says which

Python's standard library and git are enough.
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TABLES = {  # the key in names.tsv -> distribution, release, file
    "fedora": ("fedora", "*", "fedora/fedora.tsv"),
    "8": ("rhel", "8", "rhel/rhel-8.tsv"),
    "9": ("rhel", "9", "rhel/rhel-9.tsv"),
    "amazon": ("amazon", "*", "amazon/amazon.tsv"),
}
# What the package manager itself cannot do without, so that each image in which it runs has it.
BASE = """bash bzip2-libs ca-certificates filesystem glibc glibc-common libacl libattr libcap libgcc libstdc++ libzstd
    lua-libs ncurses-libs openssl-libs popt readline rpm rpm-libs setup sqlite-libs xz-libs zlib""".split()


def rows():
    """Package -> role, run-time packages, dependencies, whether the pair is set by hand."""
    found = {}
    for line in (HERE / "curated.tsv").read_text().splitlines():
        if line.startswith("#") or not line:
            continue
        names, role, runtime, depends, how = [*line.split("\t"), "", "", ""][:5]
        for name in names.split():
            found[name] = (role, runtime.replace("*", name.removesuffix("-devel")).split(), depends.split(), how)
    return found


def commands():
    """Package -> the commands that it puts on the path."""
    debian = {}
    for line in (HERE.parent.parent / "debian/debian-12.commands.tsv").read_text().splitlines():
        if not line.startswith("#"):
            name, words = line.split("\t")
            debian[name] = words
    found = {}
    for line in (HERE / "commands.tsv").read_text().splitlines():
        if not line.startswith("#"):
            name, words = line.split("\t")
            found[name] = debian.get(words[2:], words[2:]) if words.startswith("= ") else words
    return found


def git(repository, *arguments):
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def collect(folder):
    """Pairs of a table's key and a package's name."""
    for path in sorted(folder.iterdir()):
        repository = path / "repo" if (path / "repo").is_dir() else path
        if path.name.startswith("linuxserver+"):
            yield from image_lists(repository)
        elif path.name == "ros+rosdistro":
            yield from rosdep(git(repository, "show", "HEAD:rosdep/base.yaml"))
        elif path.name in ("RedHatInsights+insights-host-inventory", "RedHatInsights+compliance-backend", "quay+quay"):
            for name in git(repository, "ls-tree", "-r", "--name-only", "HEAD").split("\n"):
                if name.endswith("rpms.lock.yaml"):
                    yield from lock(git(repository, "show", "HEAD:" + name))


def image_lists(repository):
    raw = git(repository, "log", "--all", "--format=", "--raw", "--no-abbrev", "--", "package_versions.txt")
    blobs = sorted({line.split()[3] for line in raw.split("\n") if line.startswith(":")} - {"0" * 40})
    for blob in blobs:
        packages = [line.split() for line in git(repository, "cat-file", "blob", blob).split("\n")]
        packages = [row for row in packages if len(row) == 3 and row[2] == "rpm"]
        version = next((row[1] for row in packages if row[0] == "glibc"), "")
        match = re.search(r"\.(fc|el)(\d+)", version)
        if match:
            yield from (("fedora" if match[1] == "fc" else match[2], row[0]) for row in packages)


def lock(text):
    for name, version in re.findall(r"\n\s+name: (\S+)\n\s+evr: (\S+)", text):
        match = re.search(r"el(\d+)", version)
        if match:
            yield match[1], name


def rosdep(text):
    """Names for Fedora, and for 8 and 9 of its relatives, where no release is named."""
    keys = []
    for line in text.split("\n"):
        if re.match(r"(  )?\S", line):
            keys = {"  fedora": ["fedora"], "  rhel": ["8", "9"]}.get(line.split(":")[0], [])
        match = re.match(r"    '(\d+)':", line)
        found = [match[1]] if match and keys != ["fedora"] else keys if re.match(r"  \w+: \[", line) else []
        listed = re.search(r"\[(.*)\]", line)
        for key in found if keys and listed else []:
            yield from ((key, name) for name in re.findall(r"[A-Za-z0-9][\w.+-]+", listed[1]))


def main(folder):
    curated, programs = rows(), commands()
    asked = set(curated) | {name for row in curated.values() for name in row[1]}
    path = HERE / "names.tsv"
    if folder:
        pairs = sorted({(name, key) for key, name in collect(folder) if name in asked and key in TABLES})
        names = dict.fromkeys(name for name, _ in pairs)
        lines = [f"{name}\t{' '.join(key for other, key in pairs if other == name)}\n" for name in names]
        path.write_text("# Packages, and the tables for which a list says that they exist; README.md names the lists.\n" + "".join(lines))
    known = {line.split("\t")[0]: line.split("\t")[1].split() for line in path.read_text().splitlines() if line[0] != "#"}
    for key, (distribution, release, file) in TABLES.items():
        lines = {}
        for name, (role, runtime, depends, is_set) in curated.items():
            how = ""
            if role == "build":
                is_known = all(key in known.get(n, ()) or n in BASE for n in runtime)
                how = "cur" if is_set or not runtime else "list" if is_known else "unverified"
            lines[name] = [name, role, " ".join(runtime), how, "", " ".join(depends), ""]
            for other in [*runtime, *depends]:
                if other not in curated and other not in BASE:
                    lines.setdefault(other, [other, "lib", "", "", "", "", ""])
        header = [
            ("format", "1"), ("distribution", distribution), ("release", release), ("codename", ""),
            ("architecture", "x86_64"), ("source", "roles and pairs: by hand; distributions/fedora/source/README.md"),
            ("source", "`list`: the run-time packages are in a public list of this release; `unverified`: not checked"),
            ("base", " ".join(BASE))]
        top = "".join(f"# {name}\t{value}\n" for name, value in header)
        text = top + "# columns\tpackage role runtime how kb depends recommends\n"
        text += "".join("\t".join(lines[name]) + "\n" for name in sorted(lines, key=str.encode))
        (HERE.parent.parent / file).write_text(text)
        text = top + "# columns\tpackage commands\n"
        text += "".join(f"{name}\t{words}\n" for name, words in sorted(programs.items()) if name in lines)
        (HERE.parent.parent / file.replace(".tsv", ".commands.tsv")).write_text(text)
        count = sum(row[3] == "list" for row in lines.values()), sum(row[3] == "unverified" for row in lines.values())
        print(f"{file}: {len(lines)} rows, {count[0]} pairs known, {count[1]} not", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) == 2 else None)
