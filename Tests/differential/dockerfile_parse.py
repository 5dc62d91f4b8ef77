#!/usr/bin/env python3
"""Compares migrate's Dockerfile parser with BuildKit's own, which the Python package `dockerfile` wraps.

    dockerfile_parse.py [--dump COMMAND] [--count N] [--seed N] [FILE ...]

COMMAND takes files and prints a line of JSON with a tree for each. Beside the FILEs, N generated files are
compared. Exits with 1 if any differs. The package hangs after a fork: nothing here forks.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import dockerfile
from dockerfile_generate import Generator

# What BuildKit's parser itself rejects; migrate's other errors come from later steps, which the package leaves out.
PARSER_ERRORS = {
    "syntax/duplicate-directive", "syntax/invalid-escape", "syntax/exec-form-values", "syntax/missing-equals",
    "syntax/unterminated-heredoc", "syntax/invalid-heredoc", "syntax/no-instructions", "syntax/line-too-long",
}


def is_parser_error(diagnostic):
    if diagnostic["id"] == "syntax/missing-argument":
        return diagnostic["message"].endswith("lacks a value")
    return diagnostic["id"] in PARSER_ERRORS


def expected(path):
    """BuildKit's tree of a file, or the message of its error."""
    try:
        commands = dockerfile.parse_file(str(path))
    except dockerfile.GoParseError as error:
        return None, str(error)
    return [
        {
            "cmd": command.cmd or "",
            "sub_cmd": command.sub_cmd,
            "json": command.json,
            "flags": list(command.flags),
            "value": list(command.value),
            "start_line": command.start_line,
            "end_line": command.end_line,
            "heredocs": [[h.name, h.file_descriptor, h.content] for h in command.heredocs],
        }
        for command in commands
    ], None


def actual(tree):
    """Our tree in the same form."""
    result = []
    for instruction in tree["instructions"]:
        instruction = dict(instruction)
        # BuildKit takes each byte of a flag for a Latin-1 character.
        instruction["flags"] = [flag.encode().decode("latin-1") for flag in instruction["flags"]]
        # The package doesn't look for the heredocs of ONBUILD where BuildKit keeps them.
        heredocs = [] if instruction["sub_cmd"] else instruction["heredocs"]
        instruction["heredocs"] = [[h["name"], h["file_descriptor"], h["content"]] for h in heredocs]
        result.append(instruction)
    return result


def explanation(source, tree):
    """Which known difference of the package, which wraps BuildKit 0.12.5, a file may show; `None` if it is none."""
    if b"\0" in source or rb"\u0000" in source:
        return "NUL: the package cuts its strings there"
    try:
        text = source.decode()
    except UnicodeDecodeError:
        return "invalid UTF-8: the package can't pass it on"
    if re.search(r"<<-?[ \t\r]", text):
        return "blank behind <<: newer than the package"
    if re.match(r"\ufeff?([ \t]*#.*\n)*[ \t]*#\s*check\s*=", text):
        return "check directive: newer than the package"
    if re.match(r"\ufeff?([ \t]*#.*\n)*[ \t]*#[\v\x85\xa0]", text):
        return "special white space in a directive: newer than the package"
    flags = [flag for instruction in tree["instructions"] for flag in instruction["flags"]]
    if any("\ufffd" in flag for flag in flags):
        return "flag that ends inside a character: the package can't pass it on"
    has_backtick = re.match(r"\ufeff?([ \t]*#.*\n)*[ \t]*#\s*escape\s*=\s*`", text, re.IGNORECASE)
    if has_backtick and re.search(r"--[^ ]*[\\`]", text):
        return "escape in a flag: the package knows only the backslash there"
    if re.search(r"<<[^ ]*\$\{", text):
        return "braces in a heredoc's name: later BuildKit loses the text before them"
    if any(has_text_behind_array(instruction) for instruction in tree["instructions"]):
        return "text behind a JSON array: the package's BuildKit ignores it"
    return None


def has_text_behind_array(instruction):
    """Whether the shell form of an instruction starts with a JSON array."""
    values = instruction["value"]
    if (instruction["sub_cmd"] or instruction["cmd"]).upper() == "HEALTHCHECK":
        values = values[1:]
    text = " ".join(values)
    if instruction["json"] or not text.startswith("["):
        return False
    try:
        json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError:
        return False
    return True


def difference(path, tree):
    """What differs between the two trees of a file; `None` if nothing does."""
    wanted, error = expected(path)
    ours = [d["id"] for d in tree["diagnostics"] if is_parser_error(d)]
    if error is not None:
        return None if ours else f"BuildKit rejects it ({error}), we don't"
    if ours:
        return f"we reject it ({', '.join(ours)}), BuildKit doesn't"
    got = actual(tree)
    for left, right in zip(wanted, got):
        if left != right:
            return f"BuildKit: {left}\n    migrate:  {right}"
    if len(wanted) != len(got):
        return f"BuildKit has {len(wanted)} instructions, we have {len(got)}"
    return None


def label(path):
    """How messages name a file: a case of the corpus by its folder."""
    return path.parent.name if path.name == "Dockerfile" else path.name


def dump(command, paths):
    """Our trees of files, in batches."""
    for start in range(0, len(paths), 200):
        batch = [str(path) for path in paths[start : start + 200]]
        output = subprocess.run([*command, *batch], capture_output=True, check=False).stdout
        yield from map(json.loads, output.decode(errors="replace").rstrip("\n").split("\n"))


def main():
    parser = argparse.ArgumentParser(description="compare migrate's Dockerfile parser with BuildKit's")
    parser.add_argument("--dump", default=".build/debug/migrate dump --tree --format json")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        paths = list(options.files)
        generator = Generator(options.seed)
        for number in range(options.count):
            path = pathlib.Path(folder, f"generated-{options.seed}-{number}")
            path.write_bytes(generator.file())
            paths.append(path)
        skipped = {}
        compared = rejected = different = 0
        for path, tree in zip(paths, dump(shlex.split(options.dump), paths), strict=True):
            try:
                found = difference(path, tree)
            except UnicodeDecodeError:
                skipped.setdefault("word that ends inside a character: the package fails", []).append(label(path))
                continue
            if found is not None:
                reason = explanation(path.read_bytes(), tree)
                if reason is not None:
                    skipped.setdefault(reason, []).append(label(path))
                    continue
                different += 1
                print(f"{label(path)}: {path.read_bytes()!r}\n    {found}")
            compared += 1
            rejected += any(is_parser_error(d) for d in tree["diagnostics"])
    for reason, names in skipped.items():
        print(f"skipped {len(names)} ({reason}): {', '.join(names[:5])}{'…' if len(names) > 5 else ''}")
    print(f"compared {compared} files, of which {rejected} are rejected: {different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
