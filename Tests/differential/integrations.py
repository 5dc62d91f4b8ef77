#!/usr/bin/env python3
"""Holds the files that other programs read against what those programs expect of them.

    integrations.py PROGRAM

`action.yml` is run as GitHub's runner would, up to the comment; the hooks' patterns take the files that `migrate` takes;
the examples of the article on whole repositories are valid YAML. Exits with 1 if something is wrong.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from ruamel.yaml import YAML

yaml = YAML(typ="safe")
ROOT = pathlib.Path(__file__).parents[2]


def run_action(program):
    """The problems of the composite action, run on a repository with two projects."""
    action = yaml.load(ROOT / "action.yml")
    steps = [step for step in action["runs"]["steps"] if "run" in step]
    for step in steps:
        check = subprocess.run(["bash", "-n"], input=step["run"], capture_output=True, text=True, check=False)
        if check.returncode or step.get("shell") != "bash":
            yield f"action.yml: a step is no script for bash: {check.stderr}"
    names = set(re.findall(r"inputs\.([a-z]+)", (ROOT / "action.yml").read_text()))
    if names != set(action["inputs"]):
        yield f"action.yml: inputs that are declared and used differ: {names ^ set(action['inputs'])}"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name in ("flask-uv-assets", "django-already-split"):
            shutil.copytree(ROOT / "Corpus/python" / name / "before", folder / "repository" / name)
        cache = folder / "home/.cache/migrate"
        cache.mkdir(parents=True)
        (cache / "migrate").symlink_to(program)
        environment = {
            **os.environ, "HOME": str(folder / "home"), "ROOT": ".", "OPTIONS": "--jobs 1",
            "GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "GITHUB_ACTION_PATH": str(ROOT),
        }
        for name in ("version", "run"):
            script = next(step["run"] for step in steps if step.get("id") == name)
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
            result = subprocess.run(
                command, cwd=folder / "repository", env=environment, capture_output=True, text=True, check=False)
            if result.returncode:
                yield f"action.yml: the step `{name}` ends with {result.returncode}: {result.stderr}"
                return
        output = dict(line.split("=", 1) for line in (folder / "output").read_text().splitlines())
        if output["changed"] != "1" or len(output["key"]) != 16:
            yield f"action.yml: wrong outputs {output}"
        if "::warning file=flask-uv-assets/Dockerfile" not in result.stdout:
            yield f"action.yml: no annotation in {result.stdout}"
        if "| `flask-uv-assets/Dockerfile` | split |" not in (folder / "summary").read_text():
            yield "action.yml: no row in the summary"
        for report in ("report.jsonl", "report.sarif", "report.html", "report.md", "changes.diff"):
            if not (pathlib.Path(output["reports"]) / report).stat().st_size:
                yield f"action.yml: {report} is empty"
        shutil.rmtree(output["reports"])


def check_hooks():
    takes = ["Dockerfile", "a/Dockerfile.web", "x.dockerfile", "a/x.Dockerfile", "Containerfile"]
    leaves = ["Dockerfile.dockerignore", "aDockerfile", "Dockerfile.orig", "Dockerfiles/a", "a.containerignore"]
    for hook in yaml.load(ROOT / ".pre-commit-hooks.yaml"):
        for name in takes + leaves:
            taken = bool(re.search(hook["files"], name)) and not re.search(hook["exclude"], name)
            if taken != (name in takes):
                yield f"the hook {hook['id']} is wrong about {name}"


def check_article():
    text = (ROOT / "Sources/MigrateKit/MigrateKit.docc/Whole-repositories.md").read_text()
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    if len(blocks) < 3:
        yield "the article on whole repositories has lost examples"
    for block in blocks:
        yaml.load(block)


def main():
    problems = [*run_action(os.path.abspath(sys.argv[1])), *check_hooks(), *check_article()]
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"action, hooks and examples: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
