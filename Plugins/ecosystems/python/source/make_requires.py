#!/usr/bin/env python3
"""Makes the table `requires.tsv`: which packages a package of the index brings, for packages that need nothing of the
system, or of which `native.tsv` tells what they need.

    make_requires.py INDEX --work FOLDER

INDEX is the address of a package index (PEP 503, PEP 691, PEP 658). The packages are those that `packages.txt` names and
all that they bring. A row joins what the last version of each of the newest series asks for, whichever Python it is for.
The newest version's files are looked through: code that opens libraries by name, that starts a program of the full
image, that links to a library outside of the package, or that is compiled where it is installed gives no row, unless
`read.tsv` says what a reader found. What gave no row is written to FOLDER/refused.tsv.

Needs binutils' `readelf`, and the package `packaging`.
"""

import argparse
import ast
import concurrent.futures
import email.parser
import functools
import http.client
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

from packaging.markers import Marker, UndefinedComparison, default_environment
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, canonicalize_name
from packaging.utils import parse_sdist_filename, parse_wheel_filename

NETWORK = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)
SOURCE = pathlib.Path(__file__).resolve().parent
PYTHONS = [f"3.{minor}" for minor in range(7, 16)]
NEWEST_SERIES = 10
# Versions before this day are what no build gets that names none.
SINCE = "2021-01-01"
LARGEST = 64 << 20
# What every smaller image has: the C library, the compiler's run-time libraries, zlib.
PRESENT = re.compile(
    r"(lib(c|m|dl|rt|pthread|util|resolv|gcc_s|stdc\+\+|z|crypt|nsl|anl)|ld-linux.*|libpython3.*|linux-vdso)\.so.*")
# Libraries that compilers and numeric packages bring for themselves.
OWN = re.compile(r"lib(gfortran|quadmath|openblas|scipy_openblas|gomp|omp|stdc\+\+|gcc_s|atomic|mvec)[-_.\w+]*")
LOADERS = re.compile(r"(?<!def )\b(?:find_library|CDLL|LoadLibrary|dlopen)\(\s*([^)\n]*)")
PLAIN_LIBRARIES = re.compile(
    r"""(ctypes\.util\.|util\.)?(find_library\()?f?["'](lib)?(c|m|rt|pthread|dl)(\.so(\.\d)?)?["']|None|NULL|["']{2}|$|\*|"""
    r"""["'].*(\.dll|\.dylib|framework|32)["']""")
STARTS = re.compile(r"subprocess|popen|os\.system|\bexecv|\bspawn|which|pexpect|find_executable|getoutput", re.IGNORECASE)
# Programs of the full image that a smaller one lacks, and those of them whose names are words of a language.
PROGRAMS = set(
    "git hg svn curl wget ssh scp sftp ssh-keygen ssh-keyscan ssh-agent ssh-add gpg gpg2 mogrify montage magick unzip"
    " bunzip2 unxz pgrep pkill sysctl gcc g++ c++ gfortran autoconf automake libtool pkg-config mysql_config pg_config"
    " xml2-config xslt-config curl-config krb5-config openssl perl".split())
WORDS = set("file make top watch free ps patch convert identify composite uptime sq w cpp ld ar as nm cc xz".split())
CALLERS = re.compile(r"(run|call|check_call|check_output|popen\w*|system|which|exec\w*|spawn\w*|find_executable|getoutput|"
                     r"getstatusoutput|\w*(command|cmd|shell|process)\w*)", re.IGNORECASE)
NAMES = re.compile(r".*(cmd|command|exe|program|binary|tool).*", re.IGNORECASE)
TESTS = re.compile(
    r"(^|/)(tests?|testing|macos|windows|darwin|_tests?|docs?|examples?|benchmarks?|win32|conftest\.py|setup\.py|"
    r"test_[^/]*|[^/]*_test\.py)(/|$)", re.IGNORECASE)
COMPILED = re.compile(r"\.(c|cc|cpp|cxx|pyx|rs|f|f90|go)$")


def first_word(node):
    """The program that an expression starts with, if it is a command."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = node.value.split()
        return words[0].rpartition("/")[2] if words else None
    if isinstance(node, (ast.List, ast.Tuple)):
        return first_word(node.elts[0]) if node.elts and not isinstance(node.elts[0], ast.List) else None
    if isinstance(node, ast.JoinedStr):
        return first_word(node.values[0]) if node.values else None
    if isinstance(node, ast.BinOp):
        return first_word(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        inner = node.args[:1] if node.func.attr == "split" and getattr(node.func.value, "id", "") == "shlex" else []
        return first_word((inner or [node.func.value])[0])
    return None


def is_command(node):
    """Whether a list or tuple is a program of the image with arguments."""
    program, second = first_word(node), node.elts[1] if len(node.elts) > 1 else None
    if not isinstance(second, ast.Constant) or not isinstance(second.value, str) or second.value in PROGRAMS | WORDS:
        return False
    return program in PROGRAMS or program in WORDS and second.value.startswith("-")


def started(text):
    """The commands of the image that Python code starts, or seems to."""
    if not STARTS.search(text) or not any(word in text for word in PROGRAMS | WORDS):
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        if re.search(r"""["'](%s)["' ]""" % "|".join(map(re.escape, PROGRAMS)), text):
            yield "can't be parsed"
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if CALLERS.fullmatch(name) and any(first_word(part) in PROGRAMS | WORDS for part in node.args[:1]):
                yield ast.unparse(node)
            for keyword in node.keywords:
                if keyword.arg and NAMES.fullmatch(keyword.arg) and first_word(keyword.value) in PROGRAMS:
                    yield ast.unparse(node)
        elif isinstance(node, (ast.List, ast.Tuple)) and is_command(node):
            yield ast.unparse(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.left, (ast.List, ast.Tuple)) and first_word(node) in PROGRAMS:
            yield ast.unparse(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = getattr(target, "attr", getattr(target, "id", ""))
            if NAMES.fullmatch(name) and first_word(node.value) in PROGRAMS:
                yield ast.unparse(node)
        elif isinstance(node, ast.arguments):
            for default in node.defaults + node.kw_defaults:
                if isinstance(default, ast.Constant) and default.value in PROGRAMS:
                    yield f"a default: {default.value}"


class Index:
    """The index, with all that was fetched kept in a folder, but for packages themselves."""

    def __init__(self, address, folder):
        self.address = address.rstrip("/")
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def fetch(self, address, accept="*/*", keeps=True):
        path = self.folder / hashlib.sha256(address.encode()).hexdigest()
        if path.exists():
            return path.read_bytes()
        request = urllib.request.Request(address, headers={"Accept": accept, "User-Agent": "make_requires"})
        for attempt in range(3):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    data = answer.read()
                break
            except NETWORK as error:
                if getattr(error, "code", None) in (403, 404, 410):
                    data = b""
                    break
                if attempt == 2:
                    raise
                time.sleep(5)
        if keeps:
            path.write_bytes(data)
        return data

    def archive(self, file):
        """The names and texts of a package's files."""
        data = self.fetch(file["url"], keeps=False)
        if file["filename"].endswith((".whl", ".zip")):
            with zipfile.ZipFile(io.BytesIO(data)) as files:
                return {entry.filename: files.read(entry) for entry in files.infolist() if not entry.is_dir()}
        with tarfile.open(fileobj=io.BytesIO(data)) as files:
            return {entry.name: files.extractfile(entry).read() for entry in files if entry.isfile()}

    def files(self, name):
        page = f"{self.address}/{name}/"
        data = self.fetch(page, "application/vnd.pypi.simple.v1+json")
        files = json.loads(data)["files"] if data else []
        return [dict(file, url=urllib.parse.urljoin(page, file["url"])) for file in files if not file.get("yanked")]


def versions(files):
    """The files of each release, newest first."""
    releases = {}
    for file in files:
        try:
            if file["filename"].endswith(".whl"):
                version = parse_wheel_filename(file["filename"])[1]
            else:
                version = parse_sdist_filename(file["filename"])[1]
        except (InvalidWheelFilename, InvalidSdistFilename, ValueError):
            continue
        releases.setdefault(version, []).append(file)
    final = {version: found for version, found in releases.items() if not version.is_prerelease}
    return sorted((final or releases).items(), reverse=True)


def last_of_series(releases):
    """The last version of each of the newest series `major.minor`, and of each major one before."""
    series, majors, chosen = set(), set(), []
    for version, files in releases:
        if chosen and max(file.get("upload-time", SINCE) for file in files) < SINCE:
            continue
        key = (version.epoch, version.major, version.minor)
        if key not in series and len(series) < NEWEST_SERIES or version.major not in majors:
            chosen.append((version, files))
        series.add(key)
        majors.add(version.major)
    return chosen


def wheel_for_linux(files):
    """The wheel that most machines get: one for all, or one for this C library and processor."""
    wheels = [file for file in files if file["filename"].endswith(".whl")]
    plain = [file for file in wheels if file["filename"].endswith("-any.whl")]
    linux = [file for file in wheels if re.search(r"manylinux\w*_x86_64|linux_x86_64", file["filename"])]
    linux.sort(key=lambda file: (re.search(r"-cp(\d+)-", file["filename"]) or [0, "0"])[1], reverse=True)
    usual = [file for file in linux if re.search(r"-(cp312|cp313|abi3|none)-", file["filename"])]
    return next(iter(plain + usual + linux), None)


def from_requires_txt(text):
    """Requirements as setuptools writes them beside a source archive."""
    requirements, condition = [], ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            extra, _, marker = line.strip("[]").partition(":")
            parts = [f"extra == '{extra}'"] * bool(extra) + [f"({marker})"] * bool(marker)
            condition = " and ".join(parts)
        elif line:
            requirements.append(f"{line} ; {condition}" if condition else line)
    return requirements


def metadata(index, files):
    """What a version asks for, and its extras; nil if nobody can tell without building it."""
    wheels = [file for file in files if file["filename"].endswith(".whl")]
    for wheel in wheels[:1]:
        text = index.fetch(wheel["url"] + ".metadata")
        if not text and wheel.get("size", 0) < LARGEST:
            names = index.archive(wheel)
            text = next((names[name] for name in names if name.endswith(".dist-info/METADATA")), b"")
        if text:
            message = email.parser.BytesParser().parsebytes(text)
            return message.get_all("Requires-Dist") or [], message.get_all("Provides-Extra") or []
    return None


def metadata_of_source(files):
    """The same from a source archive's files."""
    for name, text in files.items():
        if name.endswith(".egg-info/requires.txt"):
            requirements = from_requires_txt(text.decode(errors="replace"))
            return requirements, [extra for text in requirements for extra in re.findall(r"extra == '([^']+)'", text)]
    for name, text in files.items():
        if name.count("/") == 1 and name.endswith("/PKG-INFO"):
            message = email.parser.BytesParser().parsebytes(text)
            is_told = not {"requires-dist", "requires"} & set((message.get("Dynamic") or "").lower().split())
            if is_told and (message.get("Metadata-Version") or "1") >= "2.2" or any("egg-info" in n for n in files):
                return message.get_all("Requires-Dist") or [], message.get_all("Provides-Extra") or []
    settings = [text for name, text in files.items() if re.fullmatch(r"[^/]+/(setup\.py|setup\.cfg|pyproject\.toml)", name)]
    return None if not settings or any(b"requires" in text or b"dependencies" in text for text in settings) else ([], [])


@functools.cache
def holds(marker, extra):
    """Whether a marker holds on Linux for any of the Pythons."""
    try:
        return any(Marker(marker).evaluate(base) for base in environments(extra))
    except UndefinedComparison:
        return True


@functools.cache
def environments(extra):
    found = []
    for python in PYTHONS:
        base = default_environment()
        base.update(
            python_version=python, python_full_version=python + ".9", implementation_name="cpython",
            implementation_version=python + ".9", platform_python_implementation="CPython", sys_platform="linux",
            platform_system="Linux", platform_machine="x86_64", os_name="posix", extra=extra)
        found.append(base)
    return found


def wanted(requirements, extras):
    """The names that are brought without an extra, and by each extra."""
    result = {"": set()}
    for extra in extras:
        result[canonicalize_name(extra)] = set()
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            try:  # versions were written in other ways too
                requirement = Requirement(re.sub(r"^([^;(<>=!~]*)[^;]*", r"\1", text))
            except InvalidRequirement:
                return None
        if requirement.url:
            return None
        name = canonicalize_name(requirement.name)
        names = {name} | {f"{name}[{canonicalize_name(extra)}]" for extra in requirement.extras}
        for extra in [""] + list(extras):
            if requirement.marker is None or holds(str(requirement.marker), extra):
                result["" if extra == "" else canonicalize_name(extra)] |= names
    for extra in list(result):
        if extra:
            result[extra] -= result[""]
    return result


def linked(data):
    """The libraries that a compiled file loads, and other names of libraries in its data."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        text = subprocess.run(["readelf", "-d", file.name], capture_output=True, text=True, errors="replace").stdout
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", text)
    itself = re.findall(r"\(SONAME\).*\[(.*)\]", text)
    names = {name.decode() for name in re.findall(rb"\0(lib[A-Za-z0-9_+-]+\.so(?:\.\d+)*)\0", data)}
    return needed, sorted(names - set(needed) - set(itself))


def findings(files):
    """What in a package's files can need something of the system."""
    own = {pathlib.PurePosixPath(name).name for name in files}
    found = []
    for name, data in sorted(files.items()):
        if TESTS.search(name.partition("/")[2] or name):
            continue
        base = pathlib.PurePosixPath(name).name
        if data[:4] == b"\x7fELF":
            needed, opened = linked(data)
            for library in needed:
                if library not in own and not PRESENT.fullmatch(library):
                    found.append(f"{name}: links {library}")
            for library in opened:
                if library not in own and not PRESENT.fullmatch(library):
                    found.append(f"{name}: names {library}")
            if re.search(r"\.libs/", name) and not OWN.match(base):
                found.append(f"{name}: bundled")
        elif name.endswith(".py") or "/scripts/" in name and b"python" in data[:40]:
            text = data.decode(errors="replace")
            for match in LOADERS.finditer(text):
                if not PLAIN_LIBRARIES.match(match.group(1)):
                    found.append(f"{name}: {match.group(0)}")
            found += [f"{name}: {command[:160]}" for command in started(text)]
        elif ".data/scripts/" in name:
            found.append(f"{name}: a script of another language")
    return found


def look_through(index, file):
    """What speaks against a package's file, and what a source archive asks for; remembered beside what was fetched."""
    path = index.folder.parent / "looked" / f"{file['filename']}.json"
    if path.exists():
        return json.loads(path.read_text())
    if file.get("size", 0) > LARGEST:
        return ["too large to be looked through"], None
    files = index.archive(file)
    problems, told = findings(files), None
    if not file["filename"].endswith(".whl"):
        compiled = [name for name in files if COMPILED.search(name) and not TESTS.search(name.partition("/")[2])]
        problems += [f"{name}: compiled where it is installed" for name in compiled[:1]]
        told = metadata_of_source(files)
    path.write_text(json.dumps([problems, told]))
    return problems, told


def look_at(index, name, is_known):
    """What the package brings and what speaks against it; `(brings, findings)`. The wheel of a known one is not read."""
    releases = versions(index.files(name))
    if not releases:
        return None, ["not in the index"]
    newest = releases[0][1]
    brings, problems = {}, []
    wheel = wheel_for_linux(newest)
    if wheel and not is_known:
        problems, _ = look_through(index, wheel)
    elif not wheel:
        source = next((file for file in newest if file["filename"].endswith((".tar.gz", ".zip", ".tar.bz2"))), None)
        if not source:
            return None, ["no file for Linux"]
        problems, told = look_through(index, source)
        if told is None:
            return None, problems + ["no metadata"]
        brings = wanted(*told)
        if brings is None:
            return None, problems + ["a requirement that is no name"]
    for version, files in last_of_series(releases):
        told = metadata(index, files)
        more = told and wanted(*told)
        if told and more is None:
            problems = problems + [f"{version}: a requirement that is no name"]
        for extra, names in (more or {}).items():
            brings.setdefault(extra, set()).update(names)
    return brings, problems


def names_in(path):
    lines = path.read_text().splitlines()
    return [canonicalize_name(line.split("\t")[0]) for line in lines if line and not line.startswith("#")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("index", help="the address of a package index")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="a folder for what is fetched")
    parser.add_argument("--output", type=pathlib.Path, default=SOURCE.parent / "requires.tsv")
    options = parser.parse_args()
    index = Index(options.index, options.work / "fetched")
    (options.work / "looked").mkdir(exist_ok=True)
    known = set(names_in(SOURCE.parent / "native.tsv")) | set(names_in(SOURCE / "read.tsv"))
    rows, refused = collect(index, set(names_in(SOURCE / "packages.txt")), known)
    accepted = {row: names for row, names in rows.items() if row.split("[")[0] not in refused}
    whole = closed(accepted)
    with options.output.open("w") as file:
        file.write("# format\t1\n# ecosystem\tpython\n")
        file.write("# note\twhat packages of the index bring that need nothing of the system, or whose needs are known\n")
        file.write("# columns\tpackage requires\n")
        for row in sorted(whole, key=lambda text: text.encode()):
            file.write(f"{row}\t{' '.join(sorted(accepted[row]))}\n")
    lines = [f"{name}\t{text}" for name in sorted(refused) for text in refused[name][:6]]
    lines += [f"{row}\tbrings what is not known: {' '.join(sorted(missing(row, accepted, whole)))}"
              for row in sorted(set(accepted) - whole)]
    (options.work / "refused.tsv").write_text("\n".join(lines) + "\n")


def collect(index, asked, known):
    """What each package brings, by rows, and the packages with what speaks against them."""
    rows, refused, seen = {}, {}, set()
    waiting = {text.split("[")[0] for text in asked} | known
    with concurrent.futures.ProcessPoolExecutor() as pool:
        while waiting:
            names = sorted(waiting)
            seen |= waiting
            looks = pool.map(look, [index] * len(names), names, [name in known for name in names])
            for name, (brings, problems) in zip(names, looks):
                if brings is None or problems and name not in known:
                    refused[name] = problems
                for extra, required in (brings or {}).items():
                    rows[f"{name}[{extra}]" if extra else name] = required
            # extras are followed where somebody asks for them
            followed = [row for row in rows if row.split("[")[0] not in refused and ("[" not in row or row in asked)]
            for row in followed:
                asked |= rows[row]
            waiting = {text.split("[")[0] for text in asked} - seen
            print(f"{len(seen)} packages, {len(refused)} refused, {len(waiting)} more", file=sys.stderr)
    return rows, refused


def look(index, name, is_known):
    """The same, where something can be told at all."""
    try:
        return look_at(index, name, is_known)
    except NETWORK:  # what was not fetched must not look like a finding
        raise
    except Exception as error:  # a damaged archive is no reason to stop
        return None, [f"{type(error).__name__}: {error}"]


def missing(row, accepted, whole):
    return {name for name in accepted[row] if name not in whole}


def closed(accepted):
    """The rows of which everything that they bring has a row too."""
    whole = set(accepted)
    while True:
        lost = {row for row in whole if any(name not in whole for name in accepted[row])}
        if not lost:
            return whole
        whole -= lost


if __name__ == "__main__":
    main()
