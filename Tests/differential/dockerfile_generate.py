"""Generates Dockerfiles that are odd, but mostly accepted by BuildKit."""

import random

WORDS = [
    "a", "alpine:3.20", "AS", "build", "/app", ".", "./", "foo=bar", "X=", "=Y", "k=\"v w\"", "k='v w'", "\"a b\"",
    "'it'", "it's", "\"open", "$X", "${X}", "${X:-d}", "${X:-a b}", "${X:+\"q\"}", "${X", "$", "\\$X", "\\\"", "\\ ",
    "a\\ b", "--flag", "--", "-x", "&&", "||", ";", "|", ">", "<", "<<", "<<<", "#c", "#", "\\", "`", "a\\", "a`b",
    "é", "日本", "[", "]", "[]", "\u00a0", "\u3000", "a\u00a0b", "\u0085", "8080/tcp", "NONE", "CMD", "cmd", "1", "x\vy",
]
JSON = [
    '["a", "b"]', '["a"]', "[]", '[ "a" , "b c" ]', '["a",]', "['a']", '["a" "b"]', '["a", 1]', "[1, 2]", "[null]",
    '["\\u00e9", "\\n", "\\"", "\\/"]', '["\\ud83d\\ude00", "\\ud83d", "\\ude00x"]', '["\\x"]', '["a"] b', '[["a"]]',
    '[{"a": 1}]', '[{"a"}]', '["a\tb"]', "[true, false]", "[-0.5e+3]", "[01]", '["a"', "[", '[ -f x ]', '["é"]', '[""]',
]
FLAGS = [
    "--from=build", "--chown=a:b", "--mount=type=cache,target=/x", "--platform=$P", "--link", "--x", "--a=\"b c\"",
    "--a='b c'", "--a=b\\ c", "--interval=5s", "--\"q=1\"", "--a=", "--=", "--a=é", "-- ", "--a=\\", "--a\\=b",
]
MARKERS = [
    "<<EOF", "<<-EOF", "<<'EOF'", "<<\"EOF\"", "<<E\"O\"F", "3<<EOF", "<<EOF2", "<< EOF", "<<- EOF", "<<\\EOF",
    "<<EOF;", "<<$X", "a<<EOF", "<<EOF<<X", "<<", "<<-", "<<''", "<<${X:-a}", "${X:-a <<EOF}", "b${X:-a}<<EOF",
]
KEYWORDS = (
    "FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL "
    "HEALTHCHECK SHELL"
).split()
DIRECTIVES = [
    "# syntax=docker/dockerfile:1", "#syntax = x y ", "# escape=`", "# escape=\\", "#escape=`", "# ESCAPE = `",
    "# escape=x", "# escape=", "# escape= ", "# other=1", "# just text", "#", " # escape=`", "# escape=`\t", "# es cape=`",
    "#\u00a0escape=`", "# escape\v=`",
]


class Generator:
    """A source of Dockerfiles that depends on its seed alone."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def file(self):
        pick = self.random
        self.escape = "\\"
        self.end = pick.choice(["\n"] * 8 + ["\r\n", "\r\r\n"])
        text = "\ufeff" if pick.random() < 0.03 else ""
        if pick.random() < 0.3:
            for _ in range(pick.randint(1, 3)):
                directive = pick.choice(DIRECTIVES)
                if "`" in directive:
                    self.escape = "`"
                text += directive + self.end
        if pick.random() < 0.8:
            text += "FROM alpine" + self.end
        for _ in range(pick.randint(1, 6)):
            text += self.part()
        if pick.random() < 0.2:
            text = text.rstrip("\r\n")
        data = text.encode()
        return self.mutated(data) if pick.random() < 0.15 else data

    def part(self):
        pick = self.random
        kind = pick.random()
        if kind < 0.08:
            return pick.choice(["", "  ", "\t", "\u00a0", "\v"]) + self.end
        if kind < 0.18:
            return pick.choice(["# comment", "  # indented", "#", "# trailing \\", "\t#x"]) + self.end
        return self.instruction()

    def instruction(self):
        pick = self.random
        keyword = pick.choice(KEYWORDS)
        if pick.random() < 0.05:
            keyword = pick.choice(["FORM", "RUNN", "é", "RUN\u00a0x", "\"RUN\"", "AD"])
        if keyword == "ONBUILD":
            keyword += " " + pick.choice(KEYWORDS)
        if pick.random() < 0.15:
            keyword = keyword.lower() if pick.random() < 0.5 else keyword.title()
        parts = [keyword] + [pick.choice(FLAGS) for _ in range(pick.choice([0, 0, 0, 1, 2]))]
        markers = []
        if pick.random() < 0.3:
            parts.append(pick.choice(JSON))
        else:
            last = keyword.split()[-1].upper()
            if last in ("ENV", "LABEL") and pick.random() < 0.8:
                parts += [pick.choice(["a=b", "k=\"v w\"", "X=", "k='v'", "k=a\\ b", "=Y"]) for _ in range(2)]
            else:
                parts += [pick.choice(WORDS) for _ in range(pick.randint(0, 4))]
        if pick.random() < 0.2 and keyword.split()[-1].upper() in ("RUN", "COPY", "ADD", "CMD"):
            markers = [pick.choice(MARKERS) for _ in range(pick.choice([1, 1, 2]))]
            parts += markers
            if pick.random() < 0.5:
                parts.append(pick.choice(WORDS))
        line = pick.choice(["", "", "", "  ", "\t"])
        for number, part in enumerate(parts):
            line += (self.separator() if number else "") + part
        return line + pick.choice(["", "", "", " ", "\t"]) + self.end + self.bodies(markers)

    def separator(self):
        pick = self.random
        if pick.random() < 0.75:
            return pick.choice([" ", " ", " ", "  ", "\t"])
        text = pick.choice([" ", ""]) + pick.choice([self.escape] * 9 + [self.escape * 2, "\\", "`"])
        text += pick.choice(["", "", " ", "\t"]) + self.end
        while pick.random() < 0.3:
            text += pick.choice(["# inside", "  # inside", "", "  ", self.escape, " " + self.escape]) + self.end
        return text + pick.choice(["", "  ", "\t"])

    def bodies(self, markers):
        pick = self.random
        text = ""
        for marker in markers:
            name = "EOF2" if "EOF2" in marker else "EOF"
            name = pick.choice([name] * 8 + [name + " ", "$X", "EOF}", "EOF;"])
            for _ in range(pick.randint(0, 2)):
                text += pick.choice(["echo hi", "# no comment", "", "\tx \\", "RUN x"]) + self.end
            if pick.random() < 0.95:
                text += pick.choice(["", "", "\t"] if "<<-" in marker else [""]) + name + self.end
        return text

    def mutated(self, data):
        pick = self.random
        data = bytearray(data)
        for _ in range(pick.randint(1, 3)):
            place = pick.randrange(len(data) + 1)
            action = pick.random()
            if action < 0.4:
                data[place:place] = pick.choice([b"\\", b"\n", b" ", b"#", b"\"", b"<<", b"'", b"=", b"\r", b"[", b"`"])
            elif action < 0.8:
                del data[place : place + pick.randint(1, 3)]
            else:
                data[place:place] = data[: pick.randint(0, 20)]
        return bytes(data)
