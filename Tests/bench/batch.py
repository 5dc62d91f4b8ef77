#!/usr/bin/env python3
"""Measures `migrate batch` on generated monorepos, beside the listing of the same files by ripgrep in the same run.

    batch.py --migrate PROGRAM [--sizes 100,1000,10000] [--work FOLDER] [--hadolint PROGRAM]

What it prints: how long a dry run takes as a multiple of `rg --files`, the memory of all its processes together, the
cost per project, how much two processors help, and the throughput beside hadolint's on a sample of the same files.
"""

import argparse
import glob
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).parent


def children(process):
    """The process and all below it."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            # the name in parentheses can hold anything
            number, rest = pathlib.Path(path).read_text().split(" ", 1)
            parents[int(number)] = int(rest.rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            pass
    found = {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def proportional_size(process):
    try:
        for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


class Run:
    """Wall and processor time in seconds of one run, and the largest memory of its processes together in MB."""

    def __init__(self, command, folder, processors=None, watches_memory=False):
        if processors is not None:
            command = ["taskset", "-c", processors, *command]
        self.memory = 0
        before = os.times()
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        done = threading.Event()

        def watch():
            while not done.wait(0.05):
                self.memory = max(self.memory, sum(map(proportional_size, children(process.pid))))

        thread = threading.Thread(target=watch)
        if watches_memory:
            thread.start()
        self.status = process.wait()
        self.wall = time.perf_counter() - start
        done.set()
        if watches_memory:
            thread.join()
        after = os.times()
        self.processor = after.children_user + after.children_system - before.children_user - before.children_system
        if self.status != 0:
            sys.exit(f"{' '.join(command)} ended with status {self.status}")


def best(runs):
    return min(run.wall for run in runs)


def repeat(count, *arguments, **options):
    return [Run(*arguments, **options) for _ in range(count)]


def repository(work, size):
    folder = work / f"monorepo-{size}"
    if not (folder / ".git/HEAD").exists():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"  making a repository of {size} services", file=sys.stderr)
        subprocess.run([sys.executable, HERE / "monorepo.py", folder, "--services", str(size)], check=True)
    return folder


def measure(program, folder, size, rounds):
    batch = [program, "batch", "--dry-run", "--quiet"]
    listing = ["rg", "--files"]
    Run(listing, folder)  # warms the cache of the file system
    # taken in turns, so that both see the same machine
    listings, batches = [], []
    for _ in range(rounds):
        listings += repeat(1, listing, folder)
        batches += repeat(1, batch, folder)
    memory = Run(batch, folder, watches_memory=True).memory
    one = repeat(max(rounds - 1, 1), [*batch, "--jobs", "1"], folder, processors="0")
    files = subprocess.run(listing, cwd=folder, capture_output=True, check=True).stdout.count(b"\n")
    wall = best(batches)
    cpu = statistics.median(run.processor for run in batches)
    print(
        f"  {size:6,} services {files:8,} files  rg {best(listings):6.2f} s  batch {wall:6.2f} s"
        f"  {wall / best(listings):5.1f} x rg  {wall / size * 1000:5.2f} ms each ({cpu / size * 1000:5.2f} ms processor)"
        f"  one core {best(one):6.2f} s, two {best(one) / wall:4.2f} x  {memory:4.0f} MB"
    )
    return cpu / size, wall / size


def compare_hadolint(hadolint, folder, per_project):
    files = sorted(str(path) for path in folder.glob("services/*/*/Dockerfile"))[:200]
    start = time.perf_counter()
    subprocess.run([hadolint, "--no-fail", *files], stdout=subprocess.DEVNULL, check=True)
    each = (time.perf_counter() - start) / len(files)
    print(f"  hadolint {each * 1000:.1f} ms each on {len(files)} of these files: {each / per_project:.0f} x ours")


def main():
    options = argparse.ArgumentParser(description="measure migrate batch")
    options.add_argument("--migrate", required=True)
    options.add_argument("--sizes", default="100,1000,10000")
    options.add_argument("--work", type=pathlib.Path, default=pathlib.Path(".build/bench"))
    options.add_argument("--hadolint", default=shutil.which("hadolint"))
    options.add_argument("--rounds", type=int, default=3)
    options = options.parse_args()
    if not shutil.which("rg"):
        sys.exit("ripgrep is missing, so there is nothing to compare with: apt-get install ripgrep")
    program = os.path.abspath(options.migrate)
    options.work.mkdir(parents=True, exist_ok=True)
    print("a dry run over a monorepo")
    costs = []
    for size in map(int, options.sizes.split(",")):
        folder = repository(options.work.resolve(), size)
        costs.append((size, *measure(program, folder, size, options.rounds)))
    if len(costs) > 1:
        first, last = costs[0], costs[-1]
        print(
            f"  from {first[0]:,} to {last[0]:,} services the processor time of a project changes by"
            f" {(last[1] / first[1] - 1) * 100:+.0f} %"
        )
    if options.hadolint:
        compare_hadolint(options.hadolint, folder, costs[-1][2])
    report = options.work.resolve() / "report.html"
    subprocess.run(
        [program, "batch", "--check", "--quiet", "--report", f"html={report}"], cwd=folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, check=False)
    if shutil.which("chromium"):
        print("the report page in a browser")
        subprocess.run([sys.executable, HERE / "page.py", report, "--projects", str(costs[-1][0])], check=True)


if __name__ == "__main__":
    sys.exit(main())
