"""What the Contents indexes say: the commands of packages, and who owns the library behind a link name."""

import collections
import re

LIBRARY = re.compile(r"(?:usr/)?(lib(?:32|64)?(?:/[a-z0-9_]+-linux-gnu[a-z0-9]*)?)/(lib[^/]+\.so)(\.[0-9][^/]*)?")
COMMAND = re.compile(r"(?:usr/)?s?bin/([^/]+)")


class Contents:
    def __init__(self, lines):
        self.commands = collections.defaultdict(set)  # package -> commands
        self.links = collections.defaultdict(set)  # package -> {(folder, libX.so)}
        self.owners = collections.defaultdict(set)  # (folder, libX.so) -> packages that have libX.so.N
        self.sonames = collections.defaultdict(set)  # libX.so.N -> packages
        self.is_empty = True
        for line in lines:
            self.is_empty = False
            path, _, packages = line.rpartition(" ")
            path = path.rstrip()
            if "bin/" in path[:9]:
                match = COMMAND.fullmatch(path)
                for package in self._names(packages) if match else ():
                    self.commands[package].add(match.group(1))
            elif ".so" in path and (match := LIBRARY.fullmatch(path)):
                folder, link, version = match.groups()
                for package in self._names(packages):
                    if not version:
                        self.links[package].add((folder, link))
                        continue
                    self.owners[folder, link].add(package)
                    if re.fullmatch(r"\.\d+[A-Za-z0-9]*|\.\d+\.\d+", version):
                        self.sonames[link + version].add(package)

    @staticmethod
    def _names(packages):
        return [name.rsplit("/", 1)[-1] for name in packages.split(",")]

    def libraries(self, name, archive):
        """The packages that own the libraries which `name` has link names for, as far as that is certain."""
        found = set()
        package = archive.packages[name]
        depends = {alternative[0] for group in package.depends for alternative in group}
        for place in self.links.get(name, ()):
            owners = {o for o in self.owners.get(place, ()) if o in archive.packages and not o.endswith("-dev")}
            same_source = {o for o in owners if archive.packages[o].source == package.source}
            found |= (same_source & depends) or same_source or (owners & depends)
        return found
