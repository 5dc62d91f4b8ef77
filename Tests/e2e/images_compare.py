"""Holds the image after the migration against the one before; every difference is a line of text."""

import json
import os
import time

import engine
import filesystem
from engine import Container

PROBE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "probe.py")
CONFIGURATION = ["Cmd", "Entrypoint", "User", "WorkingDir", "ExposedPorts", "Volumes", "Healthcheck", "StopSignal",
                 "Shell", "Labels", "OnBuild"]


def environment(image):
    return dict(item.split("=", 1) for item in image["Config"].get("Env") or [])


def configuration(before, after, may_go):
    """The effective configuration; keys of ENV that the plan left to the build stage may be missing."""
    found = [f"configuration {key}: {before['Config'].get(key)} -> {after['Config'].get(key)}"
             for key in CONFIGURATION if (before["Config"].get(key) or None) != (after["Config"].get(key) or None)]
    old, new = environment(before), environment(after)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key) and not (key in may_go and key not in new):
            found.append(f"ENV {key}: {old.get(key)!r} -> {new.get(key)!r}")
    return found


def missing_libraries(image, tree):
    """What `ldd` doesn't find, as (file, library), for all binaries that no system package owns."""
    binaries = tree.binaries()
    if not binaries:
        return set()
    with Container(image, ["infinity"], entrypoint="sleep", user="0") as container:
        script = 'while read -r f; do echo "@$f"; ldd "$f" 2>&1 | grep "not found"; done; true'
        _, text = container.execute("sh", "-c", script, input="".join(f"/{path}\n" for path in binaries))
    found, file = set(), ""
    for line in text.splitlines():
        if line.startswith("@"):
            file = line[1:]
        elif "not found" in line:
            found.add((file, line.split()[0]))
    return found


def probe(image):
    """What the image's own Python says; None if it has none."""
    with open(PROBE) as file, Container(image, ["infinity"], entrypoint="sleep") as container:
        status, text = container.execute("python", "-", input=file.read())
    try:
        return json.loads(text.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {"failed": text[-300:]}


def probes(before, after):
    old, new = probe(before), probe(after)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if isinstance(was, dict) and isinstance(now, dict):
            names = sorted(was.keys() | now.keys(), key=str)
            differing = [f"{name} {was.get(name)} -> {now.get(name)}" for name in names
                         if was.get(name) != now.get(name)]
            found.append(f"{key}: " + "; ".join(differing[:6]) + (f" and {len(differing) - 6} more"
                                                                    if len(differing) > 6 else ""))
        else:
            found.append(f"{key}: {was} -> {now}")
    failing = {name: text for name, text in old.get("imports", {}).items() if text != "ok"}
    return found, failing, len(new.get("imports", {}))


def started(image, service):
    """What the container does with its own command: (state, last line of the log, health check's exit status)."""
    command, entrypoint = service["command"] or (), service["entrypoint"]
    words = [*entrypoint[1:], *command] if entrypoint else command
    with Container(image, words, service["environment"], entrypoint[0] if entrypoint else None,
                   mounts=service.get("mounts", ())) as container:
        check, health = service["health"], None
        for _ in range(8):
            time.sleep(1)
            if not container.state().startswith("running"):
                break
            if check is not None:
                health, text = container.execute(*check, timeout=30)
                if health == 0:
                    break
        lines = container.logs().strip().splitlines()
        return {"state": container.state(), "health": health, "log": lines[-1][-160:] if lines else "",
                "output": text.strip()[-160:] if check and health else ""}


def health_check(image):
    test = (image["Config"].get("Healthcheck") or {}).get("Test") or ["NONE"]
    shell = image["Config"].get("Shell") or ["/bin/sh", "-c"]
    return {"CMD": test[1:], "CMD-SHELL": [*shell, *test[1:]]}.get(test[0])


def services(image, compose, target_services):
    """All that is to be started: the image's own command, and the services of the compose file."""
    found = {"the image": {"command": None, "entrypoint": None, "environment": {}, "health": health_check(image)}}
    for name in target_services:
        found[name] = {"command": compose.words(name, "command"), "entrypoint": compose.words(name, "entrypoint"),
                       "environment": compose.environment(name),
                       "health": compose.health_check(name) or health_check(image)}
    return found


def developers(before, stage, compose, names):
    """How services with a mount differ that ran the image before and run the build stage after: (differences, remarks)."""
    old, new = engine.inspect(before), engine.inspect(stage)
    found = [f"the build stage's {line}" for line in configuration(old, new, set()) if " Labels:" not in line]
    remarks = []
    for name, service in services(old, compose, names).items():
        if name not in names:
            continue
        service["mounts"] = compose.mounts(name)
        was, now = started(before, service), started(stage, service)
        if (was["state"], was["health"]) != (now["state"], now["health"]):
            found.append(f"start of {name} in the build stage: {was} -> {now}")
        else:
            remarks.append(f"start of {name} in the build stage: {now['state']}, health check {now['health']} {now['log']}")
    return found, remarks


def compare(before, after, folder, compose, target_services, plan):
    """Gives (differences, remarks, sizes in bytes)."""
    old, new = engine.inspect(before), engine.inspect(after)
    trees = []
    for tag in (before, after):
        with engine.files(tag, folder) as tar:
            trees.append(filesystem.Tree(tar))
    found = configuration(old, new, plan["environment"])
    found += filesystem.compare(*trees, may_go=plan["may_go"], edited=plan["edited"], may_grow=plan["may_grow"])
    lost = missing_libraries(after, trees[1]) - missing_libraries(before, trees[0])
    found += [f"library not found: {file} needs {library}" for file, library in sorted(lost)[:10]]
    differing, failing, count = probes(before, after)
    found += differing
    remarks = [f"fails to import on both sides: {name} ({text})" for name, text in sorted(failing.items())]
    remarks.append(f"{count} modules imported")
    started_before = {}
    for name, service in services(old, compose, target_services).items():
        was, now = started(before, service), started(after, service)
        started_before[name] = was
        if (was["state"], was["health"]) != (now["state"], now["health"]):
            found.append(f"start of {name}: {was} -> {now}")
        else:
            remarks.append(f"start of {name}: {now['state']}, health check {now['health']}"
                           + ("" if now["state"].startswith("running") and not now["health"] else
                              f" {now['log']} {now['output']}"))
    gone = {name: size for name, size in trees[0].packages.items() if name not in trees[1].packages}
    fresh = sorted(name for name in trees[1].packages if name not in trees[0].packages)
    remarks.append(f"{len(gone)} system packages gone ({sum(gone.values()) / 1000:.0f} MB)"
                   + (f", new: {' '.join(fresh)}" if fresh else ""))
    if fresh and not plan["may_grow"]:
        found.append("new system packages: " + " ".join(fresh))
    remarks.append("gone: " + " ".join(sorted(gone)))
    return found, remarks, (old["Size"], new["Size"])
