#!/usr/bin/env python3
"""Opens a report page in headless Chromium: measures how long that takes, uses it, and can take pictures.

    page.py REPORT [--pictures FOLDER] [--projects N]
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ACTIONS = """
<script>
(async () => {
  const result = { ready: performance.now(), projects: P.length, rows: document.querySelectorAll(".row").length };
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const timed = async (name, action) => {
    const start = performance.now();
    action();
    result[name] = performance.now() - start;
    await pause(120);
  };
  await timed("scroll", () => { $("list").scrollTop = 1e9; draw(); });
  result.last = [...document.querySelectorAll(".row")].at(-1)?.querySelector(".path").title;
  await timed("filter", () => document.querySelector("[data-outcome='3']").click());
  result.refused = shown.length;
  $("clear").click();
  await timed("search", () => { filter.text = "refused team-00"; filter.text = "onbuild"; update(); });
  result.found = shown.length;
  $("clear").click();
  await timed("select", () => select(0));
  result.diff = document.querySelectorAll(".diff div").length;
  result.outside = performance.getEntriesByType("resource").length;
  const output = document.createElement("pre");
  output.id = "result";
  output.textContent = JSON.stringify(result);
  document.body.append(output);
})();
</script>
"""

# a picture shows the top of a page alone
LIST = "for (const e of document.querySelectorAll('header,.tiles,.charts')) e.remove();"

VIEWS = [
    ("light", 1400, 1000, "light", ""),
    ("dark", 1400, 1000, "dark", LIST + "select(2);"),
    ("detail", 1400, 1000, "light", LIST + "select(2);"),
    ("narrow", 400, 900, "light", ""),
    ("narrow-list", 400, 900, "dark", LIST + "draw();"),
    ("narrow-detail", 400, 900, "light", "select(2);"),
    ("wide", 2200, 1200, "light", "select(0);"),
    ("refused", 1400, 1000, "dark", "document.querySelector(\"[data-outcome='3']\").click(); select(0);"),
]


def chromium(*arguments):
    program = shutil.which("chromium") or shutil.which("google-chrome")
    command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def with_script(page, script, folder, name):
    path = pathlib.Path(folder, name + ".html")
    path.write_text(page.replace("</body>", script + "</body>"))
    return path.as_uri()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("report", type=pathlib.Path)
    options.add_argument("--pictures", type=pathlib.Path)
    options.add_argument("--projects", type=int)
    options = options.parse_args()
    page = options.report.read_text()
    with tempfile.TemporaryDirectory() as folder:
        address = with_script(page, ACTIONS, folder, "actions")
        text = chromium("--dump-dom", "--timeout=20000", "--virtual-time-budget=20000", address)
        found = re.search(r'<pre id="result">(.*?)</pre>', text)
        if not found:
            sys.exit("the page did not come to its end")
        result = json.loads(found[1])
        print(f"  {options.report.stat().st_size / 1e6:.1f} MB", json.dumps(result))
        problems = [
            (result["projects"] == 0, "no projects"),
            (options.projects and result["projects"] != options.projects, "not all projects"),
            (result["rows"] > 60, "rows that are not in view are drawn"),
            (result["ready"] > 2000, "it takes more than 2 s to open"),
            (result["diff"] == 0, "no diff is shown"),
            (result["outside"] != 0, "something is loaded from elsewhere"),
            (options.report.stat().st_size > 20e6, "it is larger than 20 MB"),
        ]
        for name, width, height, theme, action in VIEWS if options.pictures else []:
            script = f"<script>document.documentElement.dataset.theme = '{theme}'; {action}</script>"
            address = with_script(page, script, folder, name)
            options.pictures.mkdir(parents=True, exist_ok=True)
            picture = options.pictures / f"{name}.png"
            chromium(f"--window-size={width},{height}", f"--screenshot={picture}", "--virtual-time-budget=3000", address)
    failures = [text for failed, text in problems if failed]
    if failures:
        sys.exit("report page: " + ", ".join(failures))


if __name__ == "__main__":
    main()
