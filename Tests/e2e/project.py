"""Reads what a case says about itself: its compose file, its Dockerfile, and what is changed for offline builds."""

import filecmp
import glob
import json
import os
import re
import shlex
import shutil

import yaml

from engine import Failed, call, docker

COMPOSE = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"]


def merged(base, over):
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: merged(base[key], value) if key in base else value for key, value in over.items()}}
    return over


def interpolated(text, values):
    """`${NAME:-default}` and its like, as compose reads them."""
    def value(match):
        name, operator, other = match.group(1) or match.group(4), match.group(2), match.group(3)
        if name in values and (values[name] or not (operator or "").startswith(":")):
            return values[name]
        return interpolated(other, values) if operator in (":-", "-") else ""
    return re.sub(r"\$\{(\w+)(?:(:?[-?+])((?:[^{}]|\{[^}]*\})*))?\}|\$(\w+)", value, text.replace("$$", "\0")).replace(
        "\0", "$")


def environment_file(path):
    try:
        with open(path) as file:
            lines = [line.strip().removeprefix("export ") for line in file]
    except OSError:
        return {}
    return {name: value.strip("\"'") for name, separator, value in (line.partition("=") for line in lines)
            if separator and not name.startswith("#")}


class Compose:
    """The services of a project that build its Dockerfile."""

    def __init__(self, folder):
        paths = [os.path.join(folder, name) for name in COMPOSE if os.path.exists(os.path.join(folder, name))][:1]
        paths += [path for path in sorted(glob.glob(os.path.join(folder, "*compose.override.y*ml")))]
        self.folder, self.services = folder, {}
        self.values = {}
        for name in (".env.example", ".env"):
            self.values |= environment_file(os.path.join(folder, name))
        for path in paths:
            with open(path) as file:
                data = yaml.safe_load(self.readable(file.read())) or {}
            self.services = merged(self.services, data.get("services", {}))
        self.services = {name: service for name, service in self.services.items() if service and "build" in service}

    def of_stage(self, stage):
        """The services whose image is the stage, or the last one."""
        return [name for name in self.services if self.build(name).get("target") in (None, stage)]

    @staticmethod
    def readable(text):
        return text.replace("!override", "").replace("!reset", "")

    def text(self, value):
        return interpolated(str(value), self.values)

    def build(self, service):
        found = self.services[service]["build"]
        return {"context": found} if isinstance(found, str) else found

    def arguments(self, service):
        found = self.build(service).get("args") or {}
        if isinstance(found, list):
            found = dict(item.split("=", 1) for item in found if "=" in item)
        return {name: self.text(value) for name, value in found.items() if value is not None}

    def environment(self, service):
        found = self.services[service]
        result = {}
        files = found.get("env_file") or []
        for file in [files] if isinstance(files, str) else files:
            name = file if isinstance(file, str) else file["path"]
            result |= environment_file(os.path.join(self.folder, name + ".example"))
            result |= environment_file(os.path.join(self.folder, name))
        values = found.get("environment") or {}
        if isinstance(values, list):
            values = dict(item.split("=", 1) for item in values if "=" in item)
        return result | {name: self.text(value) for name, value in values.items() if value is not None}

    def words(self, service, key):
        """A command or entry point as words; None if the service has none."""
        found = self.services[service].get(key)
        if found is None or isinstance(found, list):
            return found and [self.text(word) for word in found]
        return shlex.split(self.text(found))

    def mounts(self, service):
        """The folders of the project that the service mounts, as (folder, path in the container)."""
        found = [self.text(volume).split(":") for volume in self.services[service].get("volumes") or []
                 if isinstance(volume, str)]
        return [(os.path.join(self.folder, parts[0]), parts[1]) for parts in found if parts[0].startswith(".")]

    def health_check(self, service):
        """The words of the health check, as its defaults are; None if there is none."""
        test = (self.services[service].get("healthcheck") or {}).get("test")
        if test is None:
            return None
        if isinstance(test, str):
            return ["/bin/sh", "-c", interpolated(test, {})]
        test = [interpolated(word, {}) for word in test]
        return {"CMD": test[1:], "CMD-SHELL": ["/bin/sh", "-c", *test[1:]]}.get(test[0])


def images(text):
    """The images that a Dockerfile names in FROM and COPY --from, variables filled in from its own ARGs."""
    values = dict(re.findall(r"(?im)^ARG\s+(\w+)=(\S+)", text))
    stages, found = set(), []
    for keyword, image, name in re.findall(
            r"(?im)^(FROM|COPY\s+(?:--\S+\s+)*?--from=)\s*(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?", text):
        image = interpolated(image, values).strip("\"'")
        if image.lower() not in stages and image != "scratch" and not image.isdigit():
            found.append(image)
        if keyword.upper() == "FROM" and name:
            stages.add(name.lower())
    return list(dict.fromkeys(found))


def adapt(folder, rules):
    """Changes what can't be built without registries; the same on both sides."""
    path = os.path.join(folder, "Dockerfile")
    with open(path) as file:
        text = file.read()
    text = re.sub(r"(?im)^# *syntax=.*\n", "", text)
    text = re.sub(r"(?im)^(FROM\s+\S+?)(:\S+?)?@sha256:\w+", lambda m: m[1] + (m[2] or ":3.12-slim-bookworm"), text)
    for old, new in rules.get("Dockerfile", []):
        if old not in text:
            raise Failed(f"the rule for {old!r} doesn't apply to {path}")
        text = text.replace(old, new)
    with open(path, "w") as file:
        file.write(text)
    for name, changes in rules.items():
        target = os.path.join(folder, name)
        if name in ("Dockerfile", "arguments", "may-go", "made-anew", "may-grow", "by-hand", "noted"):
            continue
        if changes is None:
            os.remove(target)
            continue
        with open(target) as file:
            content = file.read()
        for old, new in changes:
            content = content.replace(old, new)
        with open(target, "w") as file:
            file.write(content)


def prepared(folder, image):
    """Runs a project's own `prepare` in its base image, which makes what is not kept in the repository."""
    if not os.path.exists(os.path.join(folder, "prepare")):
        return
    status, text = docker("run", "--rm", "--network", "none", "--volume", f"{folder}:/project", "--workdir", "/project",
                          image, "./prepare")
    if status:
        raise Failed(f"prepare: {text}")
    os.remove(os.path.join(folder, "prepare"))


def locked(folder, other, image):
    """Makes uv's lock file anew in a container, since an example's may be shortened; copies it to the other folder."""
    path = os.path.join(folder, "uv.lock")
    if os.path.exists(path):
        os.remove(path)
        status, text = docker("run", "--rm", "--network", "host", "--volume", f"{folder}:/project",
                              "--workdir", "/project", image, "sh", "-c", "pip install --quiet --root-user-action=ignore uv && uv lock")
        if status:
            raise Failed(f"uv lock: {text}")
        shutil.copy(path, os.path.join(other, "uv.lock"))


def migrate(binary, folder, options):
    """Migrates a folder in place; gives the plan as JSON, or raises if it is refused."""
    words = [word for key in ("ecosystem", "stage", "file") if key in options for word in (f"--{key}", options[key])]
    words += [word for key in ("compose", "keep", "drop") for value in listed(options.get(key))
              for word in (f"--{key}", value)]
    words += ["--dev-target"] if options.get("dev-target") else []
    status, text = call([binary, "plan", "--format", "json", "--quiet", *words, folder])
    if status not in (0, 1) or "{" not in text:
        raise Failed(f"migrate plan: {text}")
    plan, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
    if plan.get("outcome") in ("split", "prune"):
        status, text = call([binary, "--quiet", *words, folder])
        if status:
            raise Failed(f"migrate: exit status {status}: {text}")
        for path in glob.glob(os.path.join(folder, "**", "*.orig*"), recursive=True):
            os.remove(path)
    return plan


def listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def copied(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)


def differing(folder, other):
    """The paths of the files that are not the same in both folders."""
    found = []
    for path, _, names in os.walk(folder):
        for name in names:
            relative = os.path.relpath(os.path.join(path, name), folder)
            theirs = os.path.join(other, relative)
            if os.path.isfile(theirs) and not filecmp.cmp(os.path.join(folder, relative), theirs, shallow=False):
                found.append(relative)
    return found


def copied_over(source, target):
    """Brings what was made in one copy of a project into the other; files that differ stay."""
    for folder, _, names in os.walk(source):
        other = os.path.join(target, os.path.relpath(folder, source))
        os.makedirs(other, exist_ok=True)
        for name in names:
            if not os.path.lexists(os.path.join(other, name)):
                shutil.copy2(os.path.join(folder, name), os.path.join(other, name), follow_symlinks=False)
    if os.path.exists(os.path.join(target, "prepare")):
        os.remove(os.path.join(target, "prepare"))
