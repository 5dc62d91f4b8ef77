"""What each package is for, and which packages take the place of a build-only one at run time."""

import dataclasses
import re

# Headers for compilers and languages whose run-time part is in the base, or which are linked statically.
LANGUAGE_SUPPORT = re.compile(r"(libc6?|libstdc\+\+-\d+|libgcc-\d+)-dev")
NOT_A_LIBRARY = (
    "-doc -dbg -dbgsym -data -common -bin -utils -tools -examples -test -tests -perl -java -jni -cil -il -lang".split())
HEADERS = ("-dev", "-headers")
# Words that tell headers from what else stands in the archive's section of development files.
HEADER_WORDS = re.compile(r"(dev|headers|proto|protocols|config|examples|test)\b")
BINDINGS = ("gir1.2-", "python-", "python3-", "ruby-")
PLUG_INS = re.compile(r"lib(apache2-mod|nss|pam|lxc|virt|reoffice)-")
LIBRARY_NAME = re.compile(r"lib.*\d[a-z0-9.+~-]*|.*-lib.*\d[a-z0-9.+~-]*|lib(ctf-nobfd0|binutils|gprofng0)")
# A package that only forwards to others holds next to nothing itself.
METAPACKAGE_SIZE = 150  # kB


def glob(text):
    """A pattern for a glob of `*` and `[…]`; each `*` is a group."""
    parts = re.split(r"(\*|\[[^]]*\])", text)
    return re.compile("".join("(.*)" if p == "*" else p if p.startswith("[") else re.escape(p) for p in parts))


def is_headers(package):
    """Headers, static libraries and link names, which no program loads."""
    return package.name.endswith(HEADERS) or (
        package.section == "libdevel" and bool(HEADER_WORDS.search(package.name)))


def is_library(package):
    name = package.name
    if is_headers(package) or name.endswith(tuple(NOT_A_LIBRARY)) or name.startswith(BINDINGS):
        return False
    if re.fullmatch(r"gcc-\d+-base", name):
        return False
    return package.section in ("libs", "oldlibs") or package.is_shared_library or bool(LIBRARY_NAME.fullmatch(name))


class RuntimeRule:
    """Finds the libraries behind a package of headers, from dependencies alone.

    1. The libraries among its dependencies that are of the same source or of exactly its version.
    2. Where there are none, or the package is transitional: the same for the headers of the same source that it
       depends on.
    3. Where it has none itself and is a metapackage by its size: the same for all headers that it depends on.
    """

    def __init__(self, archive):
        self.archive, self.known = archive, {}

    def __call__(self, name, union=False):
        if (name, union) not in self.known:
            self.known[name, union] = list(dict.fromkeys(self._libraries(name, union, ())))
        return self.known[name, union]

    def _libraries(self, name, union, seen):
        package = self.archive.packages.get(name)
        if not package or name in seen:
            return []
        libraries, siblings, others = [], [], []
        for group in package.depends:
            found = next(((self.archive.resolve(n), op) for n, op, _ in group if self.archive.resolve(n)), None)
            if not found:
                continue
            dependency = self.archive.packages[found[0]]
            if is_headers(dependency):
                (siblings if dependency.source == package.source else others).append(dependency.name)
            elif is_library(dependency) and (dependency.source == package.source or found[1] == "="):
                libraries.append(dependency.name)
        result = list(libraries)
        if not libraries or package.is_transitional or union:
            for sibling in siblings:
                result += self._libraries(sibling, union, (*seen, name))
        if not libraries and package.size <= METAPACKAGE_SIZE:
            for other in others:
                if not LANGUAGE_SUPPORT.fullmatch(other):
                    result += self._libraries(other, union, (*seen, name))
        return result


@dataclasses.dataclass
class Row:
    role: str
    runtime: list
    how: str


class Roles:
    """Roles by the curated list first, then by what the archive says of a package."""

    def __init__(self, archive, curated_lines):
        self.archive, self.rule, self.names, self.globs = archive, RuntimeRule(archive), {}, []
        for line in curated_lines:
            if line.strip() and not line.startswith("#"):
                packages, role, runtime = (line.rstrip("\n").split("\t") + [""])[:3]
                for word in packages.split():
                    if "*" in word or "[" in word:
                        self.globs.append((glob(word), role, runtime))
                    else:
                        self.names[word] = (role, runtime)

    def row(self, name):
        package, curated = self.archive.packages[name], self._curated(name)
        if curated:
            role, runtime = curated
            if runtime == "@union":
                return Row(role, self.rule(name, union=True), "cur")
            if runtime or not (role == "build" and is_headers(package)):
                # a library that the release renamed is found through what provides it
                words = [] if runtime == "-" else [self.archive.resolve(word) for word in runtime.split()]
                return Row(role, [word for word in words if word], "cur" if role == "build" else "")
        if is_headers(package):
            return Row("build", self.rule(name), "dep")
        plain = package.section in ("libs", "oldlibs") or name.startswith("lib")
        return Row("lib" if plain and is_library(package) and not PLUG_INS.match(name) else "run", [], "")

    def _curated(self, name):
        if name in self.names:
            return self.names[name]
        for pattern, role, runtime in self.globs:
            match = pattern.fullmatch(name)
            if match:
                # `*` in the run-time column stands for what the first `*` of the glob matched
                return role, runtime.replace("*", match.group(1)) if match.groups() else runtime
        return None
