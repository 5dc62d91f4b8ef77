"""Proves cases by `migrate verify`, and that it finds faults which are made on purpose."""

import json
import os
import re
import shutil

import yaml

import project
from engine import DOCKER, Failed, call

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))


def verified(binary, folder, options, rules, *more):
    """(exit status, what `migrate verify` says as JSON)."""
    words = [binary, "verify", "--format", "json", "--quiet", "--engine", DOCKER, "--build-network", "host", *more]
    for key in ("ecosystem", "stage", "file"):
        words += [f"--{key}", str(options[key])] if key in options else []
    for key in ("compose", "keep", "drop"):
        for value in project.listed(options.get(key)):
            words += [f"--{key}", str(value)]
    words += ["--dev-target"] if options.get("dev-target") else []
    for name, value in sorted(rules.get("arguments", {}).items()):
        words.append(f"--build-option=--build-arg={name}={value}")
    status, text = call([*words, folder], timeout=3600)
    start = re.search(r"^\{$", text, re.M)  # what the build printed stands before it
    if not start:
        raise Failed(f"migrate verify: exit status {status}: {text}")
    found, _ = json.JSONDecoder().raw_decode(text[start.start():])
    return status, found


def proven(binary, folder, options, rules, work):
    """The differences, remarks and figures of one case."""
    status, found = verified(binary, folder, options, rules, "--html", os.path.join(work, "verify.html"))
    with open(os.path.join(work, "verify.json"), "w") as file:
        json.dump(found, file, indent=1)
    report = found.get("report") or {}
    result = {"differences": [], "remarks": []}
    if found.get("error"):
        result["differences"].append(f"verify: {found['error']['message']}: " + "; ".join(found["error"]["log"][-3:]))
        return result
    for check in report["checks"]:
        line = f"verify: {check['title']}" + "".join(f"; {detail}" for detail in check["details"])
        result["differences" if check["result"] == "failed" else "remarks"].append(line)
    if status and not result["differences"]:
        result["differences"].append(f"verify: exit status {status}")
    saving = report["estimate"]["saving"]
    return result | {"sizes": (report["before"]["size"], report["after"]["size"]),
                     "seconds": (report["before"]["time"] / 1000, report["after"]["time"] / 1000),
                     "estimate": {"saving": saving // 1000} if saving else None, "overhead": report["overhead"] / 1000}


def table(results):
    """The sizes of all cases in Markdown."""
    lines = ["| application | before | after | ratio | saved | estimate | off by | by hand |",
             "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for name, result in results.items():
        if not result.get("sizes"):
            lines.append(f"| {name} | {result.get('skipped') or 'failed'} |")
            continue
        was, now = result["sizes"]
        estimate = (result.get("estimate") or {}).get("saving")
        off = f"{100 * (estimate * 1000 - (was - now)) / (was - now):+.0f} %" if estimate and was > now else ""
        hand = f"{result['by-hand'] / 1e6:.1f} ({result['by-hand'] / was:.3f})" if "by-hand" in result else ""
        lines.append(f"| {name} | {was / 1e6:.1f} | {now / 1e6:.1f} | {now / was:.3f} | {(was - now) / 1e6:.1f} "
                     f"| {estimate / 1000 if estimate else 0:.1f} | {off} | {hand} |")
    return "\n".join(lines)


def caught(binary, corpus, cases, rules, work):
    """Lines of output: whether each fault is found, and mended by --fix."""
    with open(os.path.join(HERE, "caught.yaml")) as file:
        faults = yaml.safe_load(file)
    for fault in faults:
        name = fault["case"]
        folder = os.path.join(work, "cases", name.replace("/", "-"), "before")
        if cases and not cases & {name, name.split("/")[-1]} or not os.path.exists(folder):
            continue
        yield f"== {name} without {', '.join(' '.join(change) for change in fault['without'])}"
        copy = os.path.join(work, "caught", name.replace("/", "-"))
        project.copied(folder, copy)
        plugins = os.path.join(work, "caught", "plugins")
        shutil.rmtree(plugins, ignore_errors=True)
        for path, key in fault["without"]:
            take_away(path, key, plugins)
        here = rules.get(name.split("/")[-1]) or {}
        status, found = verified(binary, copy, {}, here, "--plugins", plugins)
        proposed = [package for missing in (found.get("report") or {}).get("missing", [])
                    for package in missing["packages"][:1]]
        if status != 3 or proposed != fault["proposes"]:
            yield f"  difference: exit status {status}, proposes {proposed}, not {fault['proposes']}"
            continue
        yield f"  found: exit status 3, proposes {' '.join(proposed)}"
        status, found = verified(binary, copy, {}, here, "--plugins", plugins, "--fix")
        if status or found["report"]["fixes"] != fault["proposes"]:
            yield f"  difference: --fix ends with exit status {status}"
            continue
        with open(os.path.join(copy, ".migrate/config.yaml")) as file:
            yield f"  mended: {file.read().strip()}"


def losses(binary, cases, work):
    """Lines of output: whether a library that a Dockerfile loses is found in images without a shell, by either libc."""
    for name in sorted(os.listdir(os.path.join(HERE, "losses"))):
        if cases and not cases & {name, f"losses/{name}"}:
            continue
        yield f"== losses/{name}"
        status, text = call([os.path.join(HERE, "bases"), "debian:bookworm-slim"], timeout=3600)
        if status:
            yield f"  difference: {text.strip().splitlines()[-1]}"
            continue
        copy = os.path.join(work, "losses", name)
        project.copied(os.path.join(HERE, "losses", name), copy)
        before = os.path.join(copy, "Dockerfile.before")
        status, found = verified(binary, copy, {}, {}, "--before", before)
        missing = [(one["soname"], one["users"]) for one in (found.get("report") or {}).get("missing", [])]
        if status != 3 or missing != [("libgreet.so.1", ["/app/hello"])]:
            yield f"  difference: exit status {status}, {missing} {found.get('error')}"
        else:
            yield "  found: /app/hello needs libgreet.so.1"
        # with all that it had nothing is missing, and the loader itself says so
        with open(before) as file:
            text = file.read()
        with open(os.path.join(copy, "Dockerfile"), "w") as file:
            file.write(text + "# all of it\n")
        status, found = verified(binary, copy, {}, {}, "--before", before)
        titles = [check["title"] for check in (found.get("report") or {}).get("checks", [])]
        if status or not any(title.endswith("binaries are found, by the image's own loader") for title in titles):
            yield f"  difference: exit status {status}, {titles} {found.get('error')}"
        else:
            yield "  the same image is proven, by its own loader and without a shell"


def take_away(path, key, plugins):
    """Puts a table without a row, or with a row that stands for no library, into a folder of plugins."""
    source, target = os.path.join(TOP, "Plugins", path), os.path.join(plugins, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target if os.path.exists(target) else source) as file:
        lines = file.read().splitlines(keepends=True)
    kept = []
    for line in lines:
        columns = line.split("\t")
        if columns[0] == key:
            if not path.startswith("distributions/"):
                continue
            columns[2], columns[3] = "", "none"
        kept.append("\t".join(columns))
    with open(target, "w") as file:
        file.writelines(kept)
