#!/usr/bin/env python3
"""Makes a monorepo of many services, with what real ones hold besides: lock files, sources, ignored folders, noise.

    monorepo.py FOLDER --services N [--no-git]

The same number gives the same files. A service has about thirty files of its own and ten that git ignores, among them
a Dockerfile that no one may find.
"""

import argparse
import pathlib
import random
import subprocess
import sys

from services import KINDS, WEIGHTS

COMPOSE = """\
# {name}: how it runs on a developer's machine
x-logging: &logging
  driver: json-file
  options:
    max-size: "10m"
    max-file: "3"

services:
  {name}:
    build:
      context: .
      args:
        REVISION: "${{REVISION:-development}}"
    image: registry.example.com/{team}/{name}:${{TAG:-latest}}
    restart: "${{RESTART:-unless-stopped}}"
    logging: *logging
    environment:
      DATABASE_URL: "postgresql://app:${{POSTGRES_PASSWORD:-password}}@postgres:5432/{name}"
      REDIS_URL: "redis://redis:6379/0"
      LOG_LEVEL: "${{LOG_LEVEL:-info}}"
    depends_on:
      - postgres
      - redis
    ports:
      - "127.0.0.1:${{PORT:-{port}}}:8000"
    healthcheck:
      test: "${{HEALTHCHECK:-{probe}}}"
      interval: 60s
      timeout: 3s
      retries: 3
    deploy:
      resources:
        limits:
          cpus: "${{CPUS:-0}}"
          memory: "${{MEMORY:-0}}"

  postgres:
    image: postgres:17.5-bookworm
    logging: *logging
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: "${{POSTGRES_PASSWORD:-password}}"
    stop_grace_period: 3s
    volumes:
      - postgres:/var/lib/postgresql/data

  redis:
    image: redis:8.0-bookworm
    logging: *logging
    stop_grace_period: 3s
    volumes:
      - redis:/data

volumes:
  postgres: {{}}
  redis: {{}}
"""

WORDS = "account audit basket billing booking cart catalog charge claim coupon delivery event export feed fraud".split()
WORDS += "gateway import inbox invoice ledger login mail media metric notice order payment price profile queue".split()


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def lock(rng, names):
    """Something like a lock file: names, versions and digests, 4 to 30 kB."""
    lines = []
    for _ in range(rng.randrange(40, 300)):
        name = f"{rng.choice(WORDS)}-{rng.choice(WORDS)}"
        lines.append(f"{name}=={rng.randrange(9)}.{rng.randrange(30)} --hash=sha256:{rng.getrandbits(256):064x}")
    return "\n".join([f"{name}==1.0" for name in names] + lines) + "\n"


def service(root, number):
    rng = random.Random(number)
    kind = rng.choices(list(KINDS), WEIGHTS)[0]
    team = f"team-{number // 50:03}"
    name = f"{rng.choice(WORDS)}-{rng.choice(WORDS)}-{number:05}"
    folder = root / "services" / team / name
    probe = rng.choice(["curl -fsS http://localhost:8000/up", "wget -qO- http://localhost:8000/up", "true"])
    values = {"name": name, "team": team, "port": 8000 + number % 1000, "probe": probe, "number": number}
    dockerfile, files, locks = KINDS[kind](rng, values)
    write(folder / "Dockerfile", dockerfile)
    write(folder / "compose.yaml", COMPOSE.format(**values))
    for path, text in files.items():
        write(folder / path, text)
    for path, names in locks.items():
        write(folder / path, lock(rng, names))
    write(folder / ".dockerignore", ".git\nnode_modules\n.venv\n")
    write(folder / "README.md", f"# {name}\n\nA service of {team}.\n")
    for part in range(12):
        write(folder / "src" / f"{rng.choice(WORDS)}_{part}.txt", f"part {part} of {name}\n" * rng.randrange(1, 40))
    for part in range(6):
        write(folder / "tests" / f"test_{part}.txt", f"test {part} of {name}\n")
    for part in range(4):
        write(folder / "docs" / f"{rng.choice(WORDS)}-{part}.md", f"# Page {part}\n")
    for part in range(9):
        write(folder / "node_modules" / f"package-{part % 3}" / f"file-{part}.js", "// installed\n")
    write(folder / "node_modules" / "package-0" / "Dockerfile", dockerfile)
    return f"services/{team}/{name}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--services", type=int, required=True)
    options.add_argument("--no-git", action="store_true")
    options = options.parse_args()
    root = options.folder
    folders = [service(root, number) for number in range(options.services)]
    write(root / ".gitignore", "node_modules/\n.venv/\n__pycache__/\n*.log\n")
    steps = "".join(
        f"      - uses: docker/build-push-action@v6\n        with:\n          context: {folder}\n"
        f"          file: {folder}/Dockerfile\n"
        for folder in folders[::100]
    )
    write(
        root / ".github/workflows/images.yml",
        "name: images\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v4\n" + steps,
    )
    services = "".join(f"  s{number}:\n    build: ./{folder}\n" for number, folder in enumerate(folders[7::100]))
    write(root / "compose.yaml", "services:\n" + (services or "  db:\n    image: postgres\n"))
    if not options.no_git:
        for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "all"]):
            subprocess.run(["git", "-C", root, "-c", "gc.auto=0", *command], check=True)


if __name__ == "__main__":
    sys.exit(main())
