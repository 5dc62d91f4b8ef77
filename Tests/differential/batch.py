#!/usr/bin/env python3
"""Holds `migrate batch` against `migrate`, project by project of the corpus, and its report against the schema.

    batch.py PROGRAM

Each case is copied to a folder of its own. What the batch run makes of a Dockerfile must be
what `migrate` makes of it alone. Exits with 1 otherwise.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator


def batch(program, folder, *options):
    command = [program, "batch", "--check", "--report", "jsonl=-", *options]
    output = subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout
    return [json.loads(line) for line in output.splitlines()]


def alone(program, folder, path):
    command = [program, "--dry-run", "--format", "json", path]
    output = subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout
    project = json.loads(output)["projects"][0]
    outcome = "failed" if project["status"] == 2 else project["plan"]["outcome"] if project["plan"] else "refused"
    if project["status"] == 1:
        outcome = "refused"
    return outcome, {change["path"]: change["diff"] for change in project["changes"]}


def main():
    program = os.path.abspath(sys.argv[1])
    schema = json.loads(pathlib.Path("Plugins/schema/batch-record.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for case in sorted(pathlib.Path("Corpus").glob("[!_]*/*/before")):
            shutil.copytree(case, folder / case.parts[-3] / case.parts[-2], symlinks=True)
        # only in a repository does a single run look for compose files above the project
        subprocess.run(["git", "init", "-q", folder], check=True)
        records = batch(program, folder)
        for record in records:
            for error in validator.iter_errors(record):
                problems.append(f"{record['path']}: {error.json_path}: {error.message}")
            outcome, changes = alone(program, folder, record["path"])
            if record["outcome"] != outcome:
                problems.append(f"{record['path']}: {record['outcome']} in a batch run, {outcome} alone")
            elif {change["path"]: change["diff"] for change in record["changes"]} != changes:
                problems.append(f"{record['path']}: other changes in a batch run than alone")
        parts = [record for part in (1, 2, 3) for record in batch(program, folder, "--shard", f"{part}/3")]
        if sorted(parts, key=lambda record: record["path"].encode()) != records:
            problems.append("three parts together are not the whole")
    print(f"{len(records)} projects, {len(problems)} problems")
    for problem in problems:
        print("  " + problem)
    return 1 if problems or len(records) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
