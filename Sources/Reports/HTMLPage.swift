/// The fixed parts of the page.
enum HTMLPage {
  static let head = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
    <title>migrate batch</title>
    <link rel="icon" href="data:,">

    """

  static let body = """
    <body>
    <header>
      <div><h1>Smaller images</h1><p class="sub" id="where"></p></div>
      <button id="theme" type="button" title="Light or dark" aria-label="Switch between light and dark">◐</button>
    </header>
    <main>
    <section id="tiles" class="tiles" aria-label="Totals"></section>
    <section class="charts">
      <div class="panel"><h2>Estimated saving by ecosystem</h2><div id="ecosystems"></div></div>
      <div class="panel"><h2>Estimated saving by folder</h2><div id="folders"></div></div>
      <div class="panel"><h2>Not migrated, by reason</h2><div id="reasons"></div></div>
    </section>
    <section class="browser">
      <div class="toolbar">
        <input id="search" type="search" placeholder="Search paths, packages, reasons" aria-label="Search">
        <select id="ecosystem" aria-label="Ecosystem"></select>
        <select id="sort" aria-label="Order">
          <option value="saving">largest saving first</option>
          <option value="path">by path</option>
          <option value="outcome">by outcome</option>
        </select>
        <button id="clear" type="button">Clear filters</button>
        <span id="count" role="status"></span>
      </div>
      <div class="split">
        <div id="list" tabindex="0" role="listbox" aria-label="Projects"><div id="spacer"></div></div>
        <aside id="detail" aria-live="polite"></aside>
      </div>
    </section>
    </main>
    <footer id="footer"></footer>

    """
}
