"""Compares the file systems of two images, all but what system packages own."""

import collections
import fnmatch
import hashlib
import os
from dataclasses import dataclass

# What two builds of one Dockerfile may do differently, or what holds no part of the application.
IGNORED = [
    "dev/*", "proc/*", "sys/*", "run/*", ".dockerenv", "etc/dpkg/dpkg.cfg.d/*", "etc/hostname", "etc/hosts",
    "etc/resolv.conf", "etc/mtab", "etc/ld.so.cache", "etc/machine-id", "var/lib/dbus/machine-id", "var/log/*", "var/cache/*", "var/lib/dpkg/*", "var/lib/apt/*", "etc/*-",
    "var/lib/systemd/*", "var/lib/pam/*", "var/lib/ucf/*", "var/lib/shells.state",
]
# What may be lost beside the files of removed packages: caches, and what packages' scripts make.
MAY_GO = [
    "root/.cache*", "home/*/.cache*", "root/.bundle", "root/.bundle/cache*", "home/*/.bundle", "home/*/.bundle/cache*",
    "tmp/*", "etc/alternatives/*", "etc/rc?.d/*", "etc/systemd/*", "etc/lighttpd/*",
    "etc/fonts/conf.d/*", "etc/python3*", "var/lib/python*", "usr/lib/python3*/__pycache__*",
    "usr/lib/python3*/*/__pycache__*", "usr/share/*/__pycache__*", "usr/share/python3/*", "usr/share/man/*",
    "usr/share/doc/*", "usr/local/share/fonts", "usr/local/lib/python3.1?", "usr/local/lib/python3.*/dist-packages",
    "*/__pycache__", "usr/share/mime", "usr/share/mime/*", "usr/lib/*/gdk-pixbuf-*", "etc/mercurial/*", "etc/inputrc",
    "usr/bin/*-pkg-config",
    "*/site-packages/pip/*__pycache__*", "etc/inputrc",
]
# Scripts of packages add accounts whose names begin with an underscore (Debian Policy, 9.2.1).
ACCOUNTS = ["etc/group", "etc/gshadow", "etc/passwd", "etc/shadow"]
# The content of these is not the same in any two builds.
UNSTABLE = [
    "*.pyc", "*.so", "*.so.*", "*/RECORD", "*/direct_url.json", "*/uv_cache.json",
    "*/.mix/compile.*", "*/releases/COOKIE",
]


@dataclass
class Entry:
    kind: str
    mode: int
    owner: tuple
    size: int
    link: str
    digest: str
    head: bytes


class Tree:
    """The files of an image by path, without a leading slash."""

    def __init__(self, tar):
        self.entries = {}
        self.packages = {}
        self.owned = {}
        lists = {}
        for member in tar:
            path = member.name.removeprefix("./").rstrip("/")
            head, digest = b"", ""
            if member.isreg():
                content = tar.extractfile(member).read()
                if path in ACCOUNTS:
                    content = b"".join(line for line in content.splitlines(True) if not line.startswith(b"_"))
                head, digest = content[:256], hashlib.sha1(content).hexdigest()
                if path.startswith("var/lib/dpkg/info/") and path.endswith(".list"):
                    lists[os.path.basename(path)[:-5].split(":")[0]] = content.decode().splitlines()
                elif path == "var/lib/dpkg/status":
                    self.packages = self.status(content.decode(errors="replace"))
            elif member.islnk():
                target = self.entries.get(member.linkname.removeprefix("./"))
                head, digest = (target.head, target.digest) if target else (b"", "")
            kind = ("link" if member.issym() else "folder" if member.isdir() else
                    "device" if member.isdev() else "file")
            self.entries[path] = Entry(
                kind, member.mode, (member.uid, member.gid), member.size, member.linkname, digest, head)
        for package, paths in lists.items():
            for path in paths:
                self.owned[self.merged(path.lstrip("/"))] = package

    @staticmethod
    def status(text):
        found = {}
        for paragraph in text.split("\n\n"):
            fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and line[0] != " ")
            if fields.get("Status", "").endswith(" installed"):
                found[fields["Package"]] = int(fields.get("Installed-Size", 0))
        return found

    @staticmethod
    def merged(path):
        return "usr/" + path if path.split("/")[0] in ("bin", "sbin", "lib", "lib64", "lib32", "libx32") else path

    def resolve(self, path, depth=0):
        """The path behind all symbolic links, or None if it leads nowhere."""
        if depth > 40:
            return None
        parts, walked = path.strip("/").split("/"), ""
        for index, part in enumerate(parts):
            if part in ("", "."):
                continue
            if part == "..":
                walked = os.path.dirname(walked)
                continue
            walked = f"{walked}/{part}".lstrip("/")
            entry = self.entries.get(walked)
            if entry is None:
                return None
            if entry.kind == "link":
                base = "" if entry.link.startswith("/") else os.path.dirname(walked) + "/"
                rest = "/".join(parts[index + 1:])
                return self.resolve((base + entry.link.lstrip("/") + "/" + rest).rstrip("/"), depth + 1)
        return walked

    def dangling(self):
        # slim images leave documentation out, but not the links to it
        ignored = [*IGNORED, "usr/share/doc/*"]
        return {path for path, entry in self.entries.items()
                if entry.kind == "link" and not matches(path, ignored) and not entry.link.startswith(("/proc", "/dev"))
                and self.resolve(path) is None}

    def broken_shebangs(self):
        """Scripts whose interpreter is missing."""
        found = set()
        for path, entry in self.entries.items():
            if entry.kind == "file" and entry.mode & 0o111 and entry.head.startswith(b"#!"):
                words = entry.head[2:].split(b"\n")[0].decode(errors="replace").split()
                if words and words[0].startswith("/") and self.resolve(words[0]) is None:
                    found.add(f"{path} ({words[0]})")
        return found

    def binaries(self):
        """ELF files that no system package owns."""
        return [path for path, entry in sorted(self.entries.items())
                if entry.kind == "file" and entry.head[:4] == b"\x7fELF" and self.merged(path) not in self.owned]


def matches(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def grouped(paths, limit=8):
    """Paths as text, folders that have many of them as one."""
    paths = sorted(paths)
    depth = 8
    while depth > 1:
        groups = collections.Counter("/".join(path.split("/")[:depth]) for path in paths)
        if len(groups) <= limit:
            return ", ".join(f"/{group}" + (f" ({count})" if count > 1 else "") for group, count in groups.items())
        depth -= 1
    groups = collections.Counter(path.split("/")[0] for path in paths)
    return ", ".join(f"/{group} ({count})" for group, count in groups.items())


def compare(before, after, may_go=(), edited=(), may_grow=False):
    """Differences as lines of text; empty if the images hold the same application.

    `edited` are files of the project that the migration changes, wherever they are copied to; `may_grow` says that the
    image may get further packages, whose scripts make files and accounts.
    """
    found = []

    def own(tree, path):
        return tree.merged(path) in tree.owned or matches(path, IGNORED)

    def bytecode(path):
        """Python's own modules are compiled when a build step imports them; those of packages must not be lost."""
        return "/__pycache__" in path and "/site-packages/" not in path

    lost = [path for path in before.entries if path not in after.entries and not own(before, path)
            and not bytecode(path) and not matches(path, MAY_GO) and not matches(path, may_go)
            and not before.entries[path].link.startswith("/etc/alternatives/")]
    if lost:
        found.append("lost: " + grouped(lost))
    new = [path for path in after.entries if path not in before.entries and not own(after, path)]
    if new and not may_grow:
        found.append("new: " + grouped(new))
    changes = collections.defaultdict(list)
    for path, old in before.entries.items():
        entry = after.entries.get(path)
        if entry is None or own(before, path) and own(after, path):
            continue
        for what, was, now in (("kind", old.kind, entry.kind), ("mode", oct(old.mode), oct(entry.mode)),
                               ("owner", old.owner, entry.owner), ("target", old.link, entry.link)):
            # a folder above one that is copied may be new: what needn't be there may have another mode
            if was != now and not (what == "target" and entry.kind == "file"
                                   or what == "mode" and matches(path, MAY_GO)):
                changes[f"{what} {was} -> {now}"].append(path)
        is_edited = any(path.endswith("/" + name) for name in edited)
        if (old.kind == entry.kind == "file" and old.digest != entry.digest and not is_edited
                and not matches(path, UNSTABLE) and not (may_grow and path in ACCOUNTS)):
            changes["content"].append(path)
    found += [f"{what}: {grouped(paths)}" for what, paths in sorted(changes.items())]
    for what, gone in (("dangling link", after.dangling() - before.dangling()),
                       ("interpreter missing", after.broken_shebangs() - before.broken_shebangs())):
        if gone:
            found.append(f"{what}: " + ", ".join(sorted(gone)[:8]))
    return found
