extension HTMLPage {
  /// Totals, filters and the list; the columns of a row are in the order in which `HTMLReport` writes them.
  static let script = #"""
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const T = data.texts, P = data.projects;
    const [PATH, ECO, OUT, WRITTEN, SUMMARY, SIZES, FINDINGS, PACKAGES, COPIES, CHANGES, CONTEXTS, COMPOSE] =
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const OUTCOMES = ["split", "pruned", "nothing to gain", "refused", "failed"];
    const COLORS = ["--split", "--prune", "--gain", "--refused", "--failed"];
    const ROW = 48;
    const $ = id => document.getElementById(id);
    const make = (tag, name, text) => {
      const e = document.createElement(tag);
      if (name) e.className = name;
      if (text !== undefined) e.textContent = text;
      return e;
    };
    // what stands between backticks is code
    const rich = (tag, name, text) => {
      const e = make(tag, name);
      text.split("`").forEach((part, number, parts) => {
        const isCode = number % 2 === 1 && number < parts.length - 1;
        e.append(isCode ? make("code", "", part) : (number % 2 === 1 ? "`" : "") + part);
      });
      return e;
    };
    const grouped = n => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
    const size = kb => kb < 1000 ? kb + " kB" : kb < 1e6 ? Math.floor((kb + 500) / 1000) + " MB"
      : kb < 1e8 ? (Math.floor((kb + 5e4) / 1e5) / 10).toFixed(1) + " GB" : grouped(Math.floor((kb + 5e5) / 1e6)) + " GB";
    const saving = p => p[OUT] < 2 && p[SIZES].length ? Math.max(p[SIZES][0] - p[SIZES][1] - p[SIZES][2], 0) : 0;
    const reason = p => {
      if (p[OUT] < 3) return "";
      const f = p[FINDINGS].find(f => T[f[0]] === "refused" || T[f[0]] === "error");
      return f ? T[f[1]] : "other";
    };
    const folderOf = (path, depth) => path.split("/").slice(0, -1).slice(0, depth).join("/") || ".";
    // the first depth at which folders tell projects apart without standing for one project each
    const depth = (() => {
      let best = 1;
      for (let d = 1; d < 6; d++) {
        const count = new Set(P.map(p => folderOf(p[PATH], d))).size;
        if (count > 4 && count > P.length / 3) break;
        best = d;
        if (count > 4) break;
      }
      return best;
    })();
    const filter = { outcomes: new Set(), reason: "", folder: "", ecosystem: "", text: "" };
    let shown = [], selected = -1;

    function groups(key, value) {
      const found = new Map();
      for (const p of P) {
        const name = key(p);
        if (name === "") continue;
        const group = found.get(name) || { name, count: 0, value: 0 };
        group.count++;
        group.value += value(p);
        found.set(name, group);
      }
      return [...found.values()].sort((a, b) => b.value - a.value || b.count - a.count || (a.name < b.name ? -1 : 1));
    }

    function bars(place, list, label, choose, color) {
      place.textContent = "";
      const most = 8, most_value = Math.max(1, ...list.map(g => g.value));
      const rows = list.slice(0, most);
      if (list.length > most) {
        const rest = list.slice(most);
        rows.push({ name: "", title: grouped(rest.length) + " more", count: rest.reduce((n, g) => n + g.count, 0),
          value: rest.reduce((n, g) => n + g.value, 0) });
      }
      for (const group of rows) {
        const bar = make(group.name ? "button" : "div", "bar");
        if (group.name) { bar.type = "button"; bar.onclick = () => choose(group.name); }
        bar.append(make("span", "name", group.title || group.name), make("span", "value", label(group)));
        if (group.name) {
          const track = make("span", "track"), fill = make("i");
          fill.style.width = Math.max(group.value / most_value * 100, group.value ? 1 : 0) + "%";
          if (color) fill.style.setProperty("--c", `var(${color})`);
          track.append(fill);
          bar.append(track);
        }
        place.append(bar);
      }
      if (!rows.length) place.append(make("p", "empty", "none"));
    }

    function tiles() {
      const counts = [0, 0, 0, 0, 0];
      let total = 0;
      for (const p of P) { counts[p[OUT]]++; total += saving(p); }
      const all = make("div", "tile");
      all.append(make("b", "", grouped(P.length)), make("span", "", P.length === 1 ? "project" : "projects"));
      const saved = make("div", "tile");
      saved.append(make("b", "", size(total)), make("span", "", "estimated saving"));
      saved.classList.add("wide");
      $("tiles").append(saved, all);
      counts.forEach((count, outcome) => {
        const tile = make("button", "tile");
        tile.type = "button";
        tile.style.setProperty("--c", `var(${COLORS[outcome]})`);
        tile.setAttribute("aria-pressed", "false");
        tile.append(make("b", "", grouped(count)), make("span", "", OUTCOMES[outcome]));
        tile.onclick = () => {
          if (!filter.outcomes.delete(outcome)) filter.outcomes.add(outcome);
          update();
        };
        tile.dataset.outcome = outcome;
        $("tiles").append(tile);
      });
    }

    // built when the first search needs it
    let haystack;
    function matches(index, words) {
      haystack ||= P.map(p => [p[PATH], T[p[SUMMARY]], T[p[ECO]], ...p[PACKAGES].map(q => T[q[0]]),
        ...p[FINDINGS].map(f => T[f[1]] + " " + T[f[2]])].join("\n").toLowerCase());
      return words.every(word => haystack[index].includes(word));
    }

    function update() {
      const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
      shown = [];
      P.forEach((p, index) => {
        if (filter.outcomes.size && !filter.outcomes.has(p[OUT])) return;
        if (filter.ecosystem && (T[p[ECO]] || "none") !== filter.ecosystem) return;
        if (filter.folder && folderOf(p[PATH], depth) !== filter.folder) return;
        if (filter.reason && reason(p) !== filter.reason) return;
        if (words.length && !matches(index, words)) return;
        shown.push(index);
      });
      const sort = $("sort").value;
      if (sort === "saving") shown.sort((a, b) => saving(P[b]) - saving(P[a]) || a - b);
      if (sort === "outcome") shown.sort((a, b) => P[a][OUT] - P[b][OUT] || a - b);
      for (const tile of document.querySelectorAll("[data-outcome]")) {
        tile.setAttribute("aria-pressed", String(filter.outcomes.has(Number(tile.dataset.outcome))));
      }
      $("ecosystem").value = filter.ecosystem;
      const parts = [grouped(shown.length) + (shown.length === 1 ? " project" : " projects")];
      if (filter.folder) parts.push("in " + filter.folder);
      if (filter.reason) parts.push(filter.reason);
      $("count").textContent = parts.join(" · ");
      const some = filter.outcomes.size || filter.folder || filter.reason || filter.ecosystem || filter.text;
      $("clear").hidden = !some;
      $("list").scrollTop = 0;
      $("spacer").style.height = shown.length * ROW + "px";
      draw();
    }

    const rows = new Map();
    function draw() {
      const list = $("list");
      const first = Math.max(Math.floor(list.scrollTop / ROW) - 5, 0);
      const last = Math.min(first + Math.ceil(list.clientHeight / ROW) + 10, shown.length);
      for (const row of rows.values()) row.remove();
      rows.clear();
      for (let place = first; place < last; place++) {
        const index = shown[place], p = P[index], row = make("div", "row");
        row.style.top = place * ROW + "px";
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", String(index === selected));
        const badge = make("span", "badge", p[OUT] === 2 ? "no gain" : OUTCOMES[p[OUT]]);
        badge.style.setProperty("--c", `var(${COLORS[p[OUT]]})`);
        const path = make("span", "path"), slash = p[PATH].lastIndexOf("/");
        const folder = slash < 0 ? "" : p[PATH].slice(0, slash), file = p[PATH].slice(slash + 1);
        const inner = folder.lastIndexOf("/");
        path.title = p[PATH];
        const standard = file === "Dockerfile" && folder;
        path.append(make("b", "", standard ? folder.slice(inner + 1) : file),
          make("small", "", [standard ? folder.slice(0, Math.max(inner, 0)) : folder, T[p[ECO]]].filter(Boolean).join(" · ")));
        const saved = saving(p);
        row.append(badge, path, make("span", "saving", saved ? "−" + size(saved) : ""));
        row.onclick = () => select(place);
        list.append(row);
        rows.set(place, row);
      }
    }

    function select(place) {
      if (place < 0 || place >= shown.length) return;
      selected = shown[place];
      const list = $("list"), top = place * ROW;
      if (top < list.scrollTop) list.scrollTop = top;
      if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
      draw();
      detail(P[selected]);
    }

    """#
}
