#!/usr/bin/env python3
"""Makes the tables `tags.tsv`: which release an official image's tag has for good, and which smaller images it has.

    make_tags.py CLONES

CLONES is a folder of git clones with their histories: `official-images`, whose folder `library` lists the tags that are
built, and one for each image, whose Dockerfiles say what they start from. A tag that is listed no longer stays as it
was last; a tag that is still listed can move on and gets no row.
"""

import collections
import pathlib
import re
import subprocess
import sys

RELEASES = ["wheezy", "jessie", "stretch", "buster", "bullseye", "bookworm", "trixie"]
# The image, the clone with its Dockerfiles, and the manifest's folder.
IMAGES = [
    ("python", "python", "python"),
    ("node", "docker-node", "node"),
    ("ruby", "ruby", "ruby"),
    ("erlang", "docker-erlang-otp", "elixir"),
    ("elixir", "docker-elixir", "elixir"),
]
# Before this day /etc/services and /etc/protocols were in some full images and not in their smaller ones.
SAME_DATA_SINCE = 1527811200  # 2018-06-01
FOLDER = pathlib.Path(__file__).resolve().parent.parent


def git(clone, *arguments):
    run = subprocess.run(["git", "-C", str(clone), *arguments], capture_output=True, text=True, errors="replace")
    return run.stdout if run.returncode == 0 else None


def listed(text):
    """The tags of one version of a list, each with the commit and the folder of its Dockerfile."""
    tags = {}
    common = {}
    for paragraph in re.split(r"\n\s*\n", text):
        fields = {}
        key = None
        for line in paragraph.split("\n"):
            if line.startswith("#") or not line.strip():
                continue
            old = re.match(r"(\S+):\s*(?:git|https?)://\S+@(\w+)\s*(\S*)\s*$", line)
            field = re.match(r"([A-Za-z0-9-]+):\s*(.*)", line)
            if old:
                tags[old.group(1)] = (old.group(2), old.group(3))
            elif field:
                key = field.group(1).lower()
                fields[key] = field.group(2)
            elif key:
                fields[key] += " " + line.strip()
        if "tags" not in fields and "sharedtags" not in fields:
            common.update(fields)
        elif "windows" not in fields.get("constraints", ""):
            names = fields.get("tags", "") + "," + fields.get("sharedtags", "")
            for name in filter(None, re.split(r"[,\s]+", names)):
                tags[name] = (fields.get("gitcommit", common.get("gitcommit")), fields.get("directory", ""))
    return tags


class Image:
    """What was ever listed of an image: for each tag its Dockerfiles in their order, and when the last listing ended."""

    def __init__(self, clones, name, clone):
        self.name, self.clone = name, clones / clone
        self.places = collections.defaultdict(list)
        self.ended = {}
        self.bases = {}
        official = clones / "official-images"
        commits = git(official, "log", "--reverse", "--first-parent", "-m", "--format=%H %ct", "HEAD", "--", f"library/{name}")
        before = set()
        for line in filter(None, (commits or "").split("\n")):
            commit, time = line.split()
            tags = listed(git(official, "show", f"{commit}:library/{name}") or "")
            for tag, place in tags.items():
                if not self.places[tag] or self.places[tag][-1][1] != place:
                    self.places[tag].append((int(time), place))
                self.ended.pop(tag, None)
            for tag in before - set(tags):
                self.ended[tag] = int(time)
            before = set(tags)

    def base(self, place):
        """What the Dockerfile of a place starts from last; nil if it can't be had."""
        if place not in self.bases:
            commit, folder = place
            text = git(self.clone, "show", f"{commit}:{folder.strip('/')}/Dockerfile".replace(":/", ":")) or ""
            names = re.findall(r"^FROM\s+(\S+)", text, re.M | re.I)
            self.bases[place] = names[-1] if names else None
        return self.bases[place]

    def release(self, tag, images, time=None):
        """The release that a tag had last, or at a time."""
        if tag not in self.places:
            return None
        time = time or self.ended.get(tag, sys.maxsize)
        place = [place for start, place in self.places[tag] if start <= time] or [self.places[tag][0][1]]
        base = self.base(place[-1])
        if base is None:
            return None
        for release in RELEASES:
            if release in base:
                return release
        name, _, below = base.partition(":")
        return images[name].release(below, images, time) if name in images else None


def rows(image, images, isBeforeRelease):
    found = {}
    variants = "|".join(RELEASES)
    for tag in image.places:
        match = re.fullmatch(rf"((?:[0-9][0-9.]*|[a-z]+)(?:-otp-[0-9]+)?)(?:-({variants}))?", tag)
        if not match or match.group(1) in RELEASES or match.group(1) in ("latest", "slim", "onbuild", "lts", "current"):
            continue
        name, word = match.groups()
        if tag not in image.ended or word and name not in image.places:
            continue
        smaller = f"{tag}-slim" if not word else f"{name}-slim-{word}" if isBeforeRelease else f"{tag}-slim"
        release = image.release(tag, images)
        row = found.setdefault(name, [None, []])
        if not word:
            row[0] = release
        isSame = release is not None and image.release(smaller, images) == release
        if isSame and image.ended[tag] >= SAME_DATA_SINCE:
            row[1].append(word or "=")
    return {name: row for name, row in found.items() if row[0] is not None and name in image.ended}


def main():
    clones = pathlib.Path(sys.argv[1])
    images = {name: Image(clones, name, clone) for name, clone, _ in IMAGES}
    for name, _, folder in IMAGES:
        image = images[name]
        table = rows(image, images, isBeforeRelease=name in ("python", "ruby"))
        until = git(clones / "official-images", "log", "-1", "--format=%cs", "HEAD").strip()
        with open(FOLDER / folder / f"{name}.tags.tsv", "w", encoding="utf-8", newline="\n") as file:
            file.write(f"# format\t1\n# image\t{name}\n")
            file.write(f"# source\tthe lists of Docker's official images up to {until}, and the Dockerfiles that they name\n")
            file.write("# columns\ttag release slim\n")
            for tag in sorted(table, key=lambda tag: tag.encode()):
                release, smaller = table[tag]
                file.write(f"{tag}\t{release}\t{' '.join(sorted(smaller))}\n")
        print(f"{name}: {len(table)} tags")


main()
