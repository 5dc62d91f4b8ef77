"""Runs inside an image and prints as JSON what its Python packages are and do; see `run`."""

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys


def distributions():
    found = {}
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        found.setdefault(name, []).append(distribution.version)
    return {name: sorted(versions) for name, versions in sorted(found.items(), key=lambda item: str(item[0]))}


def scripts():
    """The path that each console script is found at; None if it isn't on the PATH."""
    points = importlib.metadata.entry_points()
    # a dictionary up to Python 3.9
    points = points.select(group="console_scripts") if hasattr(points, "select") else points.get("console_scripts", [])
    return {point.name: shutil.which(point.name) for point in sorted(points, key=lambda point: point.name)}


def imports():
    """Whether each installed top-level module can be imported, each in a process of its own."""
    names = set()
    for distribution in importlib.metadata.distributions():
        for file in distribution.files or []:
            top = file.parts[0]
            if top.endswith(".dist-info") or top in ("..", "__pycache__") or top.startswith("/"):
                continue
            if len(file.parts) > 1 and os.path.exists(distribution.locate_file(os.path.join(top, "__init__.py"))):
                names.add(top)
            elif len(file.parts) == 1 and file.suffix in (".py", ".so"):
                names.add(top.split(".")[0])
    results = {}
    for name in sorted(names):
        if not name.isidentifier():
            continue
        run = subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True, text=True, timeout=60)
        results[name] = "ok" if run.returncode == 0 else (run.stderr.strip().splitlines() or ["failed"])[-1]
    return results


def check():
    run = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    return sorted(run.stdout.splitlines())


print(json.dumps({
    "python": sys.executable, "version": sys.version.split()[0], "path": [p for p in sys.path if p],
    "distributions": distributions(), "scripts": scripts(), "imports": imports(), "pip check": check(),
}))
