#!/usr/bin/env python3
"""Holds the JSON Schemas of the manifests against the built-in manifests and against the program that reads them.

    schemas.py PROGRAM

The schemas are valid and accept every built-in manifest. A manifest that uses every key of a schema is accepted by
`PROGRAM ecosystems check` too. With an unknown key in one of its mappings it is refused by both, and the keys that
the program names then are those of the schema: neither side knows a key that the other lacks. Exits with 1 otherwise.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

PLUGINS = pathlib.Path("Plugins")
UNKNOWN = "zzzzzzzzzzzz"
TABLES = {
    "tags": PLUGINS / "ecosystems/python/python.tags.tsv",
    "native-packages": PLUGINS / "ecosystems/python/native.tsv",
    "requirements": PLUGINS / "ecosystems/python/requires.tsv",
    "table": PLUGINS / "distributions/alpine/alpine.tsv",
    "commands": PLUGINS / "distributions/alpine/alpine.commands.tsv",
    "sonames": PLUGINS / "distributions/debian/debian-12.sonames.tsv",
}


class Example:
    """A manifest with every key that a schema has, and the routes of its mappings."""

    def __init__(self, schema):
        self.schema = schema
        self.places = []
        self.value = self.make(schema, (), "")

    def make(self, schema, route, key):
        schema = self.resolved(schema)
        if "const" in schema:
            return schema["const"]
        if key == "does":
            return "refuse"  # needs the most keys
        if key == "like":
            return "debian"
        if "enum" in schema:
            return schema["enum"][0]
        if "properties" in schema:
            self.places.append((route, set(schema["properties"])))
            return {name: self.make(part, (*route, name), name) for name, part in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self.make(schema["items"], (*route, 0), key)]
        if schema.get("type") == "object":
            return {"KEY": "text"}
        if schema.get("type") == "boolean":
            return True
        if schema.get("type") == "integer":
            return 1
        return TABLES[key].name if key in TABLES and "array" not in str(schema) else "text"

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.schema["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return schema

    def with_unknown_key(self, route):
        value = copy.deepcopy(self.value)
        place = value
        for step in route:
            place = place[step]
        place[UNKNOWN] = "text"
        return value


def check(program, value):
    """The exit status and the output of the program for a manifest."""
    with tempfile.TemporaryDirectory() as folder:
        for table in TABLES.values():
            pathlib.Path(folder, table.name).write_bytes(table.read_bytes())
        path = pathlib.Path(folder, "strategy.yaml")
        path.write_text(json.dumps(value, indent=1))  # JSON is YAML
        run = subprocess.run([program, "ecosystems", "check", str(path)], capture_output=True, text=True, check=False)
        return run.returncode, (run.stdout + run.stderr).strip() or "no output"


def same_keys(program, validator, name):
    example = Example(validator.schema)
    problems = [f"{name}: the example is refused: {e.message}" for e in validator.iter_errors(example.value)]
    status, output = check(program, example.value)
    if status != 0:
        problems.append(f"{name}: the program refuses a manifest with every key of the schema: {output}")
    for route, keys in example.places:
        where = f"{name}: {'.'.join(map(str, route)) or 'the manifest'}"
        value = example.with_unknown_key(route)
        if validator.is_valid(value):
            problems.append(f"{where}: the schema allows unknown keys")
        status, output = check(program, value)
        known = re.search(r"the keys are: ([a-z, -]+)", output)
        if status == 0 or known is None:
            problems.append(f"{where}: the program does not refuse an unknown key: {output}")
        elif set(known[1].split(", ")) != keys:
            difference = sorted(set(known[1].split(", ")) ^ keys)
            problems.append(f"{where}: only one of the schema and the program knows {', '.join(difference)}")
    return problems, len(example.places)


def main(program):
    problems = []
    mappings = manifests = 0
    for name in ("ecosystem", "distribution"):
        schema = json.loads((PLUGINS / f"schema/{name}.schema.json").read_text())
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for path in sorted(PLUGINS.glob(f"{name}s/*/strategy.yaml")):
            manifests += 1
            value = YAML(typ="safe", pure=True).load(path.read_text())
            problems += [f"{path}: {'.'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(value)]
        found, count = same_keys(program, validator, name)
        problems += found
        mappings += count
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{manifests} manifests and {mappings} mappings checked: {len(problems)} problems")
    return 1 if problems or manifests == 0 else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
