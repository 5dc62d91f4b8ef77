#!/usr/bin/env python3
"""Compares YAML values with what ruamel.yaml reads (PyPI ruamel.yaml).

    yaml_values.py pair BEFORE AFTER      the values differ only in what a build names as its target
    yaml_values.py corpus ROOT            the same for each compose file under */before and */after
    yaml_values.py values COMMAND [FILE…] COMMAND FILE prints the values that ruamel.yaml reads

COMMAND prints a JSON array with the values of all documents: each scalar as a string, aliases followed, merge keys as
written; it fails for what is no YAML. `migrate dump --yaml` does so. Without FILE the snippets below and random ones
are compared. Exit status: 0 if all are the same, 1 if not, 2 for wrong usage.
"""
import io
import json
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile
import warnings

from ruamel.yaml import YAML
from ruamel.yaml.error import ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

# One trap each; the last group is no YAML.
SNIPPETS = [
    "", "# only a comment\n", "---\n", "a\n", "a: b # c\n", "a:\nb:\n", "\ufeffa: b\n", "é: ü # ö\n日本: 😀 # x\nb: c\n",
    "a: b\r\nc:\r\n  - d\r\n", "a: yes\nb: 010\nc: 1:30\nd: ~\ne: 0x1f\nf: 1e3\n", "a: 'it''s'\nb: \"\\u00e9\\x41\\n\"\n",
    "a: |\n  x\n  y\n\n\n# c\nb: 1\n", "a: |+\n  x\n\nb: 1\n", "a: |-\n  x\n\n", "a: >\n  x\n  y\n\n  z\n", "a: |2\n    x\n   y\n",
    "a: x\n  y\n  z\nb: 1\n", "a: \"x\n  y\\\n  z\"\n", "a: 'x\n\n  y'\n", "[a, [b, c], {d: e}, f: g]\n", "{a: b, 'c': d, \"e\":f}\n",
    "{a, b: , c: [ ] }\n", "- a\n-\n- - b\n  - c\n", "a:\n- b\n- c\nd: e\n", "? a\n: b\n? c\n", "a: &x {b: c}\nd: *x\n",
    "a: &x [1]\nb: {<<: {c: d}, e: *x}\n", "x: &x {a: 1}\ny: {<<: *x, b: 2}\nz: {<<: [*x]}\n", "a: &x 1\nb: &x 2\nc: *x\n",
    "a: !reset null\nb: !!str 1\nc: !override {d: e}\n", "a: &x !t b\nc: !t &y\n  d: e\n", "a\n---\nb\n...\n---\n- c\n",
    "%YAML 1.1\n---\na: b\n", "a: b#c\nd: e#f\n", "a: http://x/y?z#w\nb: c:d\n", "a: -x\nb: --\n",
    "key with spaces: value with:colon\n", "a: \"\"\nb: ''\n", "'a b': c\n\"d\": e\n",
    "a:\n    b:\n        c: d\n    e: f\n", "a:   \n  b: c\n", "a: [\n  b, # c\n  d,\n]\n", "a: {\n  b: c,\n  d: e\n}\n", "\n\n\na: b\n\n\n",
    "services:\n  web:\n    healthcheck:\n      test: \"${T:-curl localhost:8000/up}\"\n    build:\n      context: \".\"\n",
    "a: [b\n", "a: b: c\n", "a:\n\t- b\n", "a: 'b\n", "a: @b\n", "- a\nb: c\n", "a: *b\n", "a: \u0001\n", "{a: b\n", "a: {b}}\n",
]


class Cyclic(Exception):
    """A value holds itself."""


def composed(text):
    """The root nodes of all documents."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    return list(yaml.compose_all(text))


def plain(node, above=()):
    """A node as dicts, lists and strings."""
    if node is None:
        return ""
    if id(node) in above:
        raise Cyclic
    above = above + (id(node),)
    if isinstance(node, MappingNode):
        result = {}
        for key, value in node.value:
            name = plain(key, above)
            if not isinstance(name, str):
                name = json.dumps(name, ensure_ascii=False, separators=(",", ":"))
            result[name] = plain(value, above)
        return result
    if isinstance(node, SequenceNode):
        return [plain(item, above) for item in node.value]
    return node.value


def values(text):
    return [plain(node) for node in composed(text)]


def differences(before, after, path=()):
    """The routes at which `after` differs in more than the target of a build."""
    named = [step for step in path if step != "<<" and not isinstance(step, int)]
    is_build = bool(named) and (named[-1] == "build" or named[0].startswith("x-"))
    if is_build and isinstance(before, str) and isinstance(after, dict):
        before = {"context": before}
    if isinstance(before, dict) and isinstance(after, dict):
        for key in list(before) + [key for key in after if key not in before]:
            # a file that only mounts the source of a service says what that builds
            is_new_build = key == "build" and list(named[:1]) == ["services"] and list(after[key]) == ["target"]
            if key not in before and not (is_build and key == "target" or is_new_build):
                yield path + (key,)
            elif key in before and key not in after:
                yield path + (key,)
            elif key in before:
                yield from differences(before[key], after[key], path + (key,))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (first, second) in enumerate(zip(before, after)):
            yield from differences(first, second, path + (index,))
    elif before != after:
        yield path


def check_pair(before, after):
    found = list(differences(values(pathlib.Path(before).read_text("utf-8-sig")),
                             values(pathlib.Path(after).read_text("utf-8-sig"))))
    for path in found:
        print(f"{after}: differs from {before} at {'.'.join(map(str, path))}")
    return not found


def check_corpus(root):
    good = True
    count = 0
    for before in sorted(pathlib.Path(root).glob("**/before/**/*compose*.y*ml")):
        parts = list(before.parts)
        parts[len(parts) - 1 - parts[::-1].index("before")] = "after"
        after = pathlib.Path(*parts)
        if after.exists():
            good &= check_pair(before, after)
            count += 1
    print(f"{count} pairs compared")
    return good


def random_value(random_, depth):
    texts = ["a", "é x", "yes", "1", "", "x: y", "#c", "a\nb\n", "- z", "'q'", '"', "\t", "~", "{", "ü" * 40 + " " + "w" * 60]
    kind = random_.random()
    if depth > 4 or kind < 0.4:
        return random_.choice(texts)
    if kind < 0.7:
        return {random_.choice(texts[:4]) + str(i): random_value(random_, depth + 1) for i in range(random_.randrange(4))}
    return [random_value(random_, depth + 1) for _ in range(random_.randrange(4))]


def random_texts(count):
    for seed in range(count):
        random_ = random.Random(seed)
        yaml = YAML()
        yaml.default_flow_style = random_.choice([True, False, None])
        yaml.indent(mapping=random_.choice([2, 4]), sequence=4, offset=random_.choice([0, 2]))
        yaml.line_break = random_.choice(["\n", "\r\n"])
        out = io.StringIO(newline="")
        yaml.dump(random_value(random_, 0), out)
        yield out.getvalue()


def check_values(command, name, text):
    """Compares one text; both sides must refuse what is no YAML."""
    try:
        expected = values(text.removeprefix("\ufeff"))
    except (YAMLError, Cyclic):
        expected = None
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        file.write(text.encode())
        file.flush()
        run = subprocess.run(command + [file.name], capture_output=True, text=True, check=False)
    try:
        found = json.loads(run.stdout) if run.returncode == 0 else None
    except ValueError:
        found = None
    if found != expected:
        print(f"{name}: {text[:200]!r}\n  ruamel.yaml: {expected}\n  here:        {found}")
    return found == expected


def main(arguments):
    match arguments:
        case ["pair", before, after]:
            return 0 if check_pair(before, after) else 1
        case ["corpus", root]:
            return 0 if check_corpus(root) else 1
        case ["values", command, *files]:
            texts = [(name, pathlib.Path(name).read_bytes().decode()) for name in files]
            if not files:
                texts = [(f"snippet {number}", text) for number, text in enumerate(SNIPPETS)]
                texts += [(f"random {number}", text) for number, text in enumerate(random_texts(200))]
            results = [check_values(shlex.split(command), name, text) for name, text in texts]
            print(f"{sum(results)} of {len(results)} the same")
            return 0 if all(results) else 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    warnings.simplefilter("ignore", ReusedAnchorWarning)
    sys.exit(main(sys.argv[1:]))
