#!/usr/bin/env python3
"""Compares the shell parser with shfmt (package `shfmt-py`): the same simple commands, words, assignments, redirections.

    shell_words.py MIGRATE [--generate N] [--seed N] [--limit N] [FILE ...]

MIGRATE is the program; `MIGRATE dump --shell --format json FILE...` must print one JSON value for each file.
Texts that shfmt rejects are only counted. Exits 1 if a text that shfmt accepts is read differently.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile


def reference(text):
    """The simple commands that shfmt finds, or None if it rejects the text."""
    run = subprocess.run(["shfmt", "-ln", "bash", "-tojson"], input=text, capture_output=True)
    if run.returncode != 0:
        return None
    commands = []

    def offsets(node):
        start, end = node["Pos"]["Offset"], node["End"]["Offset"]
        while text[start:end].endswith(b"\\\n"):  # shfmt counts a continuation behind a word as part of it
            end -= 2
        if text[start:end + 1].endswith(b"\\\n"):
            end -= 1
        return (start, end)

    def simple(statement):
        command = statement.get("Cmd") or {}
        kind = command.get("Type")
        if kind not in (None, "CallExpr", "DeclClause", "LetClause"):
            return
        words = [offsets(word) for word in command.get("Args", [])]
        if kind == "DeclClause":
            words.insert(0, offsets(command["Variant"]))
        if kind == "LetClause":
            start = command["Pos"]["Offset"]
            words = [(start, start + len("let"))] + [offsets(expression) for expression in command["Exprs"]]
        assignments = [offsets(assignment) for assignment in command.get("Assigns", [])]
        redirections = [(offsets(r)[0], offsets(r["Word"])[1]) for r in statement.get("Redirs", [])]
        if words or assignments or redirections:
            commands.append((words, assignments, redirections))

    def walk(node):
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "Position" in node:
                simple(node)
            # Escapes inside of backticks are undone before the shell parses: not followed, by intent.
            start, end = offsets(node) if node.get("Type") == "CmdSubst" else (0, 0)
            if node.get("Backquotes") and re.search(rb"\\[`\\$]", text[start:end]):
                return
            for child in node.values():
                walk(child)

    walk(json.loads(run.stdout))
    return sorted(commands)


def ours(program, paths):
    """What the program finds in each file: (complete, simple commands)."""
    run = subprocess.run([program, "dump", "--shell", "--format", "json", *paths], capture_output=True)
    output, decoder = run.stdout.decode(), json.JSONDecoder()
    position = 0
    while position < len(output):
        value, position = decoder.raw_decode(output, position)
        while position < len(output) and output[position].isspace():
            position += 1
        fields = ("words", "assignments", "redirections")
        commands = [tuple([tuple(pair) for pair in c[field]] for field in fields) for c in value["commands"]]
        yield value["complete"], sorted(c for c in commands if any(c))


class Generator:
    """Writes shell text that is mostly valid."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.here = 0

    def pick(self, *choices):
        return self.random.choice(choices)

    def many(self, make, low, high):
        return [make() for _ in range(self.random.randint(low, high))]

    def word(self, depth):
        simple = ["a", "-y", "--x=y", "/usr/bin/z", "b*", "\\ ", "'c d'", '"e f"', "$g", "${h}", "{i,j}", "k#l", "~/m",
                  "''", '"\\""', "é", "$1", "$@", "1", "=n", "o=p", "$'q\\'r'", "\\\n", "@(s|t)", "a[1]", "if", "done"]
        if depth <= 0:
            return self.pick(*simple)
        nested = [lambda: f"$({self.list(depth - 1)})", lambda: f'"x $({self.list(depth - 1)}) y"',
                  lambda: f"${{u:-{self.word(depth - 1)}}}", lambda: '"${v%%.*}"', lambda: "$((1 + $w * (2)))",
                  lambda: f"<({self.list(depth - 1)})", lambda: "`echo a | b`", lambda: "${#x}", lambda: "${y/a/b}"]
        parts = self.many(lambda: self.pick(*simple) if self.random.random() < 0.8 else self.pick(*nested)(), 1, 3)
        # shfmt takes a # behind $name for a comment, which the shell does not.
        return "".join(part for number, part in enumerate(parts) if number == 0 or "#l" not in part)

    def redirection(self, depth):
        return self.pick(">f", "2>&1", "</dev/null", ">>e$f", "&>g", "2> h", '<<<"i"', ">|j", "3<&-")

    def simple(self, depth):
        parts = self.many(lambda: self.pick("A=b", "C=", "D=$e", "F+=g", 'H="i j"'), 0, 1)
        parts += [self.pick("apt-get", "make", "export", "[", "echo", "cd", "declare", "_x", "./y")]
        parts += self.many(lambda: self.word(depth), 0, 3)
        parts += self.many(lambda: self.redirection(depth), 0, 1)
        return self.pick(" ", "  ", " \\\n ").join(parts)

    def command(self, depth):
        if depth <= 0 or self.random.random() < 0.6:
            return self.simple(depth)
        body = lambda: self.list(depth - 1)
        end = self.pick(";", "\n", " ;")
        return self.pick(
            lambda: "{ " + body() + end + " }", lambda: "( " + body() + ")" + self.pick("", " 2>&1"),
            lambda: f"if {body()}{end} then {body()}{end} else {body()}{end} fi",
            lambda: f"for x in {self.word(depth)} b{end} do {body()}{end} done",
            lambda: f"while {body()}{end} do {body()}{end} done <f",
            lambda: f"case $x in a|b) {body()} ;; (c*) ;; *) {body()}{end} esac",
            lambda: f"f() {{ {body()}{end} }}", lambda: "[[ -f $a && b =~ ^c ]]", lambda: "((x = 1))",
            lambda: self.simple(depth) + " | " + self.command(depth - 1), lambda: "! " + self.simple(depth),
            lambda: f"x=(1 {self.word(depth)})")()

    def list(self, depth):
        text = self.command(depth)
        for _ in range(self.random.randint(0, 2)):
            text += self.pick(" && ", " || ", "; ", "\n", " & ", " &&\n  ", " # note\n") + self.command(depth)
        return text

    def text(self):
        text = self.list(3)
        if self.random.random() < 0.2:
            quote = self.pick("", "'")
            text += f"\ncat <<-{quote}EOF >k && l\n\t$m $(n o)\n\tEOF\np"
        return text + self.pick("", "\n", " # end", ";")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program")
    arguments.add_argument("files", nargs="*")
    arguments.add_argument("--generate", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--limit", type=int, default=5, help="differences to show")
    options = arguments.parse_args()

    generator = Generator(options.seed)
    texts = [(path, pathlib.Path(path).read_bytes()) for path in options.files]
    texts += [(f"generated {number}", generator.text().encode()) for number in range(options.generate)]
    counts = {"same": 0, "different": 0, "rejected by both": 0, "rejected by shfmt alone": 0}
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(texts), 100):
            batch = texts[start:start + 100]
            paths = []
            for number, (_, text) in enumerate(batch):
                paths.append(f"{folder}/{number}")
                pathlib.Path(paths[-1]).write_bytes(text)
            results = list(ours(options.program, paths))
            if len(results) != len(batch):
                sys.exit(f"the program printed {len(results)} values for {len(batch)} files")
            for (name, text), (complete, commands) in zip(batch, results):
                expected = reference(text)
                if expected is None:
                    outcome = "rejected by shfmt alone" if complete else "rejected by both"
                else:
                    outcome = "same" if complete and commands == expected else "different"
                counts[outcome] += 1
                if outcome == "different" and counts[outcome] <= options.limit:
                    print(f"--- {name}: complete: {complete}\n{text.decode(errors='replace')[:1500]}")
                    source = lambda c: [[text[a:b].decode(errors="replace") for a, b in field] for field in c]
                    print("only ours: ", [source(c) for c in commands if c not in expected][:4])
                    print("only shfmt:", [source(c) for c in expected if c not in commands][:4])
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    main()
