"""One release of Debian, or of a distribution like it, as apt sees it: fetched into a folder of its own, read through apt.

The machine's own apt lists are not touched.
"""

import collections
import dataclasses
import pathlib
import re
import subprocess

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
CODENAMES = {"11": "bullseye", "12": "bookworm", "13": "trixie"}
PRIORITIES = ["required", "important", "standard", "optional"]


def mirrors():
    """The addresses of the archive and of its security archive, from the machine's own apt configuration."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)"]
    addresses = sorted(set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()))
    found = [next((a for a in addresses if a.rstrip("/").endswith(end)), None) for end in ("/debian", "/debian-security")]
    if not found[0]:
        raise SystemExit("apt is not configured for Debian's archive here; give --mirror and --security-mirror")
    return found[0], found[1] or found[0].rstrip("/") + "-security"


class Apt:
    """apt with a state folder of its own, for one release and one architecture.

    `contents` is where the archive has its Contents indexes, from the folder of a release.
    """

    def __init__(self, folder, codename, architecture, keyring=KEYRING, components="main",
                 contents="$(COMPONENT)/Contents-$(ARCHITECTURE)"):
        self.folder, self.codename, self.architecture = pathlib.Path(folder).resolve(), codename, architecture
        self.keyring, self.components, self.contents_key = keyring, components, contents

    def _options(self, contents=False):
        settings = {
            "Dir::State": "state", "Dir::State::Lists": "lists", "Dir::State::status": "status", "Dir::Cache": "cache",
            "Dir::Etc::SourceList": "sources.list",
        }
        settings = {key: self.folder / value for key, value in settings.items()}
        settings |= {
            "Dir::Etc::SourceParts": "/dev/null", "Dir::Etc::PreferencesParts": "/dev/null", "Acquire::Languages": "none",
            "Acquire::Retries": 2, "APT::Architecture": self.architecture, "APT::Architectures": self.architecture,
            "APT::Update::Post-Invoke-Success::": "",
        }
        if contents:
            target = "Acquire::IndexTargets::deb::Contents-deb::"
            settings |= {
                target + "MetaKey": self.contents_key,
                target + "ShortDescription": "Contents-$(ARCHITECTURE)",
                target + "Description": "$(RELEASE)/$(COMPONENT) $(ARCHITECTURE) Contents (deb)",
                target + "KeepCompressed": "true",
            }
        return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]

    def fetch(self, mirror, security_mirror, contents):
        """Brings the indexes up to date; gives whether all that was asked for arrived."""
        for name in ("lists/partial", "cache/archives/partial", "state"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        lines = [
            f"deb [signed-by={self.keyring}] {address} {suite} {self.components}\n"
            for address, suite in (
                (mirror, self.codename), (mirror, self.codename + "-updates"),
                (security_mirror, self.codename + "-security"))
        ]
        if not contents or "COMPONENT" in self.contents_key:
            return self._update(lines, contents)
        # Where one index is for all components, those of updates are several hundred MB, and say next to nothing new.
        is_there = self._update(lines, False) and self._update(lines[:1], True)
        (self.folder / "sources.list").write_text("".join(lines))
        return is_there

    def _update(self, lines, contents):
        (self.folder / "sources.list").write_text("".join(lines))
        return subprocess.run(["apt-get", "update", "-o", "APT::Get::List-Cleanup=false", *self._options(contents)]).returncode == 0

    def packages(self):
        """The text of the candidates: of each package the version that apt would install."""
        return self._lines(["apt-cache", *self._options(), "dumpavail"])

    def contents(self):
        """The lines of the Contents indexes that were fetched, if any."""
        for path in sorted((self.folder / "lists").glob("*_Contents-*")):
            yield from self._lines(["/usr/lib/apt/apt-helper", "cat-file", str(path)])

    def dates(self):
        """Pairs of a suite and the date of its index."""
        for path in sorted((self.folder / "lists").glob("*InRelease")):
            fields = dict(line.split(": ", 1) for line in path.read_text().splitlines() if ": " in line)
            is_named = fields["Suite"].startswith(fields["Codename"])
            yield fields["Suite" if is_named else "Codename"], fields["Date"]

    @staticmethod
    def _lines(command):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as process:
            for line in process.stdout:
                yield line.rstrip("\n")
        if process.returncode:
            raise SystemExit(f"{command[0]} failed with status {process.returncode}")


def compare_versions(left, right):
    """Below zero, zero or above zero, by the rules of deb-version(7)."""

    def parts(version):
        epoch, _, rest = version.rpartition(":")
        upstream, dash, revision = rest.rpartition("-")
        return int(epoch or 0), key(upstream if dash else rest), key(revision if dash else "")

    def key(text):
        # `~` sorts before the end, letters before other characters
        order = {"~": -1}
        return [
            ([order.get(c, ord(c) if c.isalpha() else ord(c) + 256) for c in word] + [0], int(number or 0))
            for word, number in re.findall(r"(\D*)(\d*)", text)
        ]

    left, right = parts(left), parts(right)
    return (left > right) - (left < right)


@dataclasses.dataclass
class Package:
    name: str
    version: str
    source: str
    section: str
    priority: str
    is_essential: bool
    is_transitional: bool
    is_shared_library: bool
    size: int  # kB
    depends: list  # groups of alternatives (name, operator, version)
    recommends: list
    provides: list  # names


RELATION = re.compile(r"([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\(\s*([<>=]+)\s*([^)\s]+)\s*\))?")


def relations(text):
    groups = [[RELATION.match(part.strip()) for part in group.split("|")] for group in text.split(",") if group.strip()]
    return [[match.groups("") for match in group if match] for group in groups]


class Archive:
    """The packages of a release, and what apt would do with them.

    `base` are the packages of the smallest image, where they are not those of `debootstrap --variant=minbase`.
    """

    def __init__(self, lines, base=None):
        self.packages, fields = {}, {}
        for line in [*lines, ""]:
            if line and line[0] in " \t":
                fields[key] += line
            elif line:
                key, _, value = line.partition(":")
                fields[key] = value.strip()
            elif "Package" in fields:
                self._add(fields)
                fields = {}
        providers = collections.defaultdict(list)
        for package in self.packages.values():
            for name in package.provides:
                providers[name].append(package)
        rank = {name: index for index, name in enumerate(PRIORITIES)}
        self.providers = {
            name: [p.name for p in sorted(found, key=lambda p: (rank.get(p.priority, len(rank)), p.name))]
            for name, found in providers.items()
        }
        self.base = frozenset(base) if base else self._base()

    def _add(self, fields):
        get = lambda key: fields.get(key, "")
        self.packages[fields["Package"]] = Package(
            name=fields["Package"], version=fields["Version"], source=(get("Source") or fields["Package"]).split()[0],
            section=get("Section").split("/")[-1], priority=get("Priority"), is_essential=get("Essential") == "yes",
            is_transitional=any(word in get("Description") for word in ("transitional", "dummy")),
            is_shared_library="role::shared-lib" in get("Tag"), size=int(get("Installed-Size") or 0),
            depends=relations(get("Pre-Depends")) + relations(get("Depends")), recommends=relations(get("Recommends")),
            provides=[group[0][0] for group in relations(get("Provides"))])

    def _base(self):
        """What `debootstrap --variant=minbase` installs, as the official images are made."""
        names = [p.name for p in self.packages.values() if p.is_essential or p.priority == "required"]
        # in place of `usrmerge`, which comes first among the alternatives but is not in the images
        merged = [name for name in ("usr-is-merged",) if name in self.packages]
        return frozenset(self.closure([*merged, *names, "apt"], base=frozenset()))

    def resolve(self, name):
        """The package of that name, else the first that provides it, else `None`."""
        return name if name in self.packages else next(iter(self.providers.get(name, ())), None)

    def satisfies(self, name, operator, version):
        if name not in self.packages:
            return False
        if not operator:
            return True
        order = compare_versions(self.packages[name].version, version)
        return {"=": order == 0, ">=": order >= 0, "<=": order <= 0, ">>": order > 0, "<<": order < 0}[operator]

    def choose(self, alternatives, present):
        """What apt takes of a group of alternatives: what is there already, else the first that can be had."""
        for name, operator, version in alternatives:
            if name in present and self.satisfies(name, operator, version):
                return name
            if not operator or name not in self.packages:
                there = next((p for p in self.providers.get(name, ()) if p in present), None)
                if there:
                    return there
        for name, operator, version in alternatives:
            if self.satisfies(name, operator, version):
                return name
            if self.providers.get(name):
                return self.providers[name][0]
        return None

    def closure(self, names, base=None, recommends=False):
        """All that apt installs for `names`, beyond the base."""
        base = self.base if base is None else base
        found = [n for n in dict.fromkeys(map(self.resolve, names)) if n and n not in base]
        present = set(base) | set(found)
        for name in found:
            package = self.packages[name]
            for group in package.depends + (package.recommends if recommends else []):
                chosen = self.choose(group, present)
                if chosen and chosen not in present:
                    present.add(chosen)
                    found.append(chosen)
        return found

    def same_version(self, name):
        """The packages that can't be installed with this one but in exactly its version, which is their own too."""
        version, found = self.packages[name].version, [name]
        for package in found:
            for group in self.packages[package].depends:
                other, operator, wanted = group[0]
                is_bound = len(group) == 1 and operator == "=" and wanted == version
                if is_bound and other in self.packages and self.packages[other].version == version and other not in found:
                    found.append(other)
        return set(found)

    def chosen(self, groups):
        """What apt takes of each group on the base alone, without what the base has."""
        names = (self.choose(group, self.base) for group in groups)
        return list(dict.fromkeys(n for n in names if n and n not in self.base))
