#!/usr/bin/env python3
"""Checks that the README shows what the program prints, and names every reason for which it refuses.

    documents.py PROGRAM [--update]

A block below `<!-- output: CASE -->` shows commands (`$ migrate …`) and their output, run in a copy of that case of the
corpus. The ids in the table of refusals are those that the sources can give; manifests have their own. With --update
the blocks are rewritten. The manifest that it shows has no faults. Exits with 1 if something is wrong.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"(<!-- output: (\S+) -->\n```console\n)(.*?)(```\n)", re.DOTALL)
README = pathlib.Path("README.md")


def outputs(program, case, block):
    """The block with the output that its commands have now."""
    commands = re.findall(r"^\$ (migrate\b.*)", block, re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(pathlib.Path("Corpus", case, "before"), folder, dirs_exist_ok=True)
        text = ""
        for command in commands:
            environment = {**os.environ, "NO_COLOR": "1"}
            words = [program, *command.split()[1:]]
            run = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
            text += f"$ {command}\n{run.stdout}"
    return text


def known_refusals():
    """The ids of all refusals that the sources can give."""
    ids = set()
    for path in pathlib.Path("Sources").rglob("*.swift"):
        ids.update(re.findall(r'Refusal\(\s*id: "([a-z/-]+)"', path.read_text()))
    return ids


def manifest_problems(program, text):
    """What the program finds in the manifests that the README shows."""
    for manifest in re.findall(r"```yaml\n(schema: .*?)```", text, re.DOTALL):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "strategy.yaml")
            path.write_text(manifest)
            command = [program, "ecosystems", "check", str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            yield f"the README's manifest has faults: {run.stdout + run.stderr}"


def main(program, update):
    text = README.read_text()
    program = os.path.abspath(program)
    blocks = BLOCK.findall(text)
    new = BLOCK.sub(lambda match: match[1] + outputs(program, match[2], match[3]) + match[4], text)
    problems = []
    if new != text:
        if update:
            README.write_text(new)
        else:
            problems.append("the README shows other output than the program prints; see --update")
    problems += manifest_problems(program, text)
    named = set(re.findall(r"`([a-z]+/[a-z-]+)`", "".join(re.findall(r"^\| `.*?/.* \|", text, re.MULTILINE))))
    for name in sorted(named ^ known_refusals()):
        problems.append(f"`{name}` is a refusal in only one of the README and the sources")
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{len(blocks)} outputs and {len(named)} refusals in the README: {len(problems)} problems")
    return 1 if problems or not blocks else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], update=sys.argv[2:] == ["--update"]))
