#!/usr/bin/env python3
"""Measures a whole migration and the Dockerfile parser, and compares the parser with BuildKit's in the same run.

    bench.py --migrate PROGRAM --parser PROGRAM [--corpus FOLDER] [--case NAME]

BuildKit's parser is the one that the Python package `dockerfile` wraps. It is called through that package, which also
turns the result into Python objects; that time counts against it, so read its ratio as an order of magnitude.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import dockerfile
from measure import measure


def large_file(size):
    """A valid Dockerfile of about `size` bytes, with what real ones have: comments, continuations, long lists."""
    parts = ["FROM debian:bookworm-slim AS base\n"]
    length = number = 0
    while length < size:
        part = (
            f"\n# step {number}: what the next instructions need\n"
            f"ARG VERSION_{number}=1.{number}\n"
            f"ENV KEY_{number}=\"value ${{VERSION_{number}}}\" \\\n    OTHER_{number}=plain\n"
            "RUN apt-get update \\\n    && apt-get install -y --no-install-recommends \\\n"
            f"        build-essential \\\n        curl \\\n        # why it is here\n        libpq-dev={number} \\\n"
            "    && rm -rf /var/lib/apt/lists/*\n"
            f"COPY --chown=1000:1000 [\"a {number}\", \"b\", \"/app/\"]\n"
            "HEALTHCHECK --interval=30s CMD curl -fsS http://localhost:8000/up || exit 1\n"
        )
        parts.append(part)
        length += len(part)
        number += 1
    return "".join(parts)


def speed_here(parser, paths):
    """What our parser does, in MB/s."""
    output = subprocess.run([parser, *paths], capture_output=True, check=True).stdout
    result = json.loads(output)
    return result["bytes"] / result["seconds"] / 1e6


def speed_there(paths):
    """What BuildKit's parser does, in MB/s."""
    texts = [pathlib.Path(path).read_text() for path in paths]
    size = sum(len(text.encode()) for text in texts)
    start = time.perf_counter()
    rounds = 0
    while time.perf_counter() - start < 1:
        for text in texts:
            dockerfile.parse_string(text)
        rounds += 1
    return size * rounds / (time.perf_counter() - start) / 1e6


def accepted(paths):
    """The files that BuildKit's parser accepts and can be passed to it."""
    for path in paths:
        try:
            dockerfile.parse_string(path.read_text())
        except (dockerfile.GoParseError, UnicodeDecodeError):
            continue
        yield str(path)


def report_parser(name, parser, paths):
    here, there = speed_here(parser, paths), speed_there(paths)
    size = sum(os.path.getsize(path) for path in paths)
    print(f"  {name:28} {size / 1e3:8.0f} kB  migrate {here:6.1f} MB/s  BuildKit {there:6.2f} MB/s  {here / there:5.0f} x")


def report_migration(program, case):
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder, "project")
        shutil.copytree(case / "before", project)
        for name, command in [
            ("migrate --version", [program, "--version"]),
            ("migrate --dry-run", [program, "--dry-run", str(project)]),
            ("migrate plan", [program, "plan", str(project)]),
        ]:
            result = measure(command)
            times = f"{result.median:6.1f} ms median  {result.best:6.1f} ms best  {result.processor:6.1f} ms processor"
            print(f"  {name:28} {times}  {result.memory:6.1f} MB")


def main():
    options = argparse.ArgumentParser(description="measure migrate")
    options.add_argument("--migrate", required=True)
    options.add_argument("--parser", required=True)
    options.add_argument("--corpus", type=pathlib.Path, default=pathlib.Path("Corpus"))
    options.add_argument("--case", default="python/flask-uv-assets")
    options = options.parse_args()

    print(f"start to finish, {options.case}")
    report_migration(os.path.abspath(options.migrate), options.corpus / options.case)
    print("Dockerfile parsing")
    with tempfile.TemporaryDirectory() as folder:
        large = pathlib.Path(folder, "large.Dockerfile")
        large.write_text(large_file(1_000_000))
        originals = list(accepted(sorted(options.corpus.glob("*/*/before/Dockerfile"))))
        report_parser(f"{len(originals)} files of the corpus", options.parser, originals)
        report_parser("one large file", options.parser, [str(large)])


if __name__ == "__main__":
    sys.exit(main())
