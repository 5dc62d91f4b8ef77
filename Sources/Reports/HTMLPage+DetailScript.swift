extension HTMLPage {
  /// One project in full, and what starts the page.
  static let detailScript = #"""
    function table(rows) {
      const table = make("table");
      for (const cells of rows) {
        const row = table.insertRow();
        for (const cell of cells) row.insertCell().textContent = cell;
      }
      return table;
    }

    function detail(p) {
      const pane = $("detail");
      pane.textContent = "";
      pane.scrollTop = 0;
      const close = make("button", "", "Close");
      close.id = "close";
      close.type = "button";
      close.onclick = () => pane.classList.remove("open");
      const badge = make("span", "badge", OUTCOMES[p[OUT]] + (p[WRITTEN] ? ", written" : ""));
      badge.style.setProperty("--c", `var(${COLORS[p[OUT]]})`);
      pane.append(close, make("h2", "", p[PATH]), badge, rich("p", "", T[p[SUMMARY]]));
      if (p[SIZES].length && p[OUT] < 2) {
        const [before, after, overhead] = p[SIZES];
        pane.append(make("p", "sub", `${size(before)} of system packages become ${size(after)}`
          + (overhead ? `, copies add ${size(overhead)}` : "") + `: about ${size(saving(p))} smaller`));
      }
      const findings = [...p[FINDINGS]].sort((a, b) => rank(a) - rank(b));
      if (findings.length) pane.append(make("h3", "", p[OUT] > 2 ? "Why" : "Notes"));
      for (const [level, id, message, line, help] of findings) {
        const item = rich("div", "finding", T[message]);
        const color = { error: "--failed", refused: "--refused", warning: "--refused" }[T[level]];
        if (color) item.style.setProperty("--c", `var(${color})`);
        item.append(make("small", "", T[id] + (line ? ", line " + line : "")));
        if (T[help]) item.append(rich("small", "", T[help]));
        pane.append(item);
      }
      for (const [path, lines] of p[CHANGES]) {
        pane.append(make("h3", "", path));
        const diff = make("div", "diff");
        for (const number of lines) {
          const text = T[number], first = text[0];
          const name = first === "+" ? "a" : first === "-" ? "d" : first === "@" ? "h" : "";
          diff.append(make("div", name, text || " "));
        }
        pane.append(diff);
      }
      if (p[PACKAGES].length && p[OUT] !== 2) {
        pane.append(make("h3", "", "System packages"), table(p[PACKAGES].map(([name, decision, by, why, place]) => [
          T[name], T[decision] + (T[by] ? " by " + T[by] : ""), T[why] + (T[place] ? " (" + T[place] + ")" : "")])));
      }
      const about = [];
      if (p[COPIES].length) about.push(["Copied from the build stage", p[COPIES].map(n => T[n]).join(", ")]);
      if (p[CONTEXTS].length) about.push(["Build context", p[CONTEXTS].map(n => T[n] || ".").join(", ")]);
      if (p[COMPOSE].length) about.push(["Compose files", p[COMPOSE].map(n => T[n]).join(", ")]);
      if (about.length) pane.append(make("h3", "", "Built with"), table(about));
      pane.classList.add("open");
    }
    const rank = f => ["error", "refused", "warning", "note"].indexOf(T[f[0]]);

    function start() {
      let theme;
      try { theme = localStorage.getItem("migrate-theme"); } catch {}
      const system = matchMedia("(prefers-color-scheme: dark)");
      const paint = () => { document.documentElement.dataset.theme = theme || (system.matches ? "dark" : "light"); };
      system.addEventListener("change", paint);
      paint();
      $("theme").onclick = () => {
        theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
        try { localStorage.setItem("migrate-theme", theme); } catch {}
        paint();
      };
      $("where").textContent = data.title === "." ? "All projects of the repository" : "All projects of " + data.title;
      $("footer").textContent = "migrate " + data.version
        + ". Savings are estimates: installed sizes of system packages, without layers and compression.";
      tiles();
      const label = g => `${size(g.value)} · ${grouped(g.count)}`;
      const ecosystems = groups(p => T[p[ECO]] || "none", saving);
      const pick = name => value => { filter[name] = filter[name] === value ? "" : value; update(); };
      bars($("ecosystems"), ecosystems, label, pick("ecosystem"));
      bars($("folders"), groups(p => folderOf(p[PATH], depth), saving), label, pick("folder"));
      bars($("reasons"), groups(reason, () => 1), g => grouped(g.count), pick("reason"), "--refused");
      $("ecosystem").append(new Option("all ecosystems", ""), ...ecosystems.map(g => new Option(g.name, g.name)));
      $("ecosystem").onchange = event => { filter.ecosystem = event.target.value; update(); };
      $("sort").onchange = update;
      let wait;
      $("search").oninput = event => {
        clearTimeout(wait);
        wait = setTimeout(() => { filter.text = event.target.value; update(); }, 80);
      };
      $("clear").onclick = () => {
        filter.outcomes.clear();
        filter.reason = filter.folder = filter.ecosystem = filter.text = $("search").value = "";
        update();
      };
      let waiting = false;
      $("list").addEventListener("scroll", () => {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => { waiting = false; draw(); });
      }, { passive: true });
      addEventListener("resize", draw);
      $("list").onkeydown = event => {
        const place = shown.indexOf(selected), page = Math.floor($("list").clientHeight / ROW);
        const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
        if (!step) return;
        event.preventDefault();
        select(Math.min(Math.max(place < 0 ? 0 : place + step, 0), shown.length - 1));
      };
      addEventListener("keydown", event => {
        if (event.key === "Escape") $("detail").classList.remove("open");
        if (event.key === "/" && document.activeElement.tagName !== "INPUT") { event.preventDefault(); $("search").focus(); }
      });
      $("detail").append(make("p", "empty", "Choose a project to see its diff and the reasons."));
      update();
      document.documentElement.dataset.ready = "1";
    }
    start();

    """#
}
