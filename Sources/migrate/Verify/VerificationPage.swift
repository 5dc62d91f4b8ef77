import MigrateKit
import Planning
import SourceText
import Verification

/// A verification as one page that needs nothing from elsewhere.
struct VerificationPage {
  private let outcome: VerificationSession.Outcome
  private let report: VerificationReport?

  init(_ outcome: VerificationSession.Outcome) {
    self.outcome = outcome
    report = outcome.report
  }

  func render() -> String {
    let name = HTML.escape(title)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(name): before and after</title>
      <style>
      \(VerificationStyle.text)
      </style>
      </head>
      <body>
      <main>
      \(heading)
      \(failure)
      \(figures)
      \(checks)
      \(layers)
      \(packages)
      \(losses)
      \(plan)
      \(diff)
      <footer>Written by migrate \(Migrate.version)\(report.map { " with " + HTML.escape($0.engine) } ?? "").</footer>
      </main>
      </body>
      </html>

      """
  }

  /// The Dockerfile with its folder; where that lies stands below.
  private var title: String {
    outcome.source.report.dockerfileName.split(separator: "/").suffix(2).joined(separator: "/")
  }

  private var heading: String {
    let source = outcome.source
    let (word, style) = outcome.status == .done ? ("proven", "good") : ("not proven", "bad")
    var text =
      "<header><h1>\(HTML.escape(title)) <span class=\"badge \(style)\">\(word)</span></h1>"
    text += "<p>\(HTML.escape(source.beforeName)) against \(HTML.escape(source.afterName))</p></header>"
    return text
  }

  private var failure: String {
    guard let failure = outcome.failure?.diagnostic else { return "" }
    var text = "<section class=\"alert\"><h2>\(HTML.inline(failure.message))</h2>"
    if let help = failure.help { text += "<p>\(HTML.escape(help))</p>" }
    if !outcome.log.isEmpty { text += "<pre>\(HTML.escape(outcome.log.joined(separator: "\n")))</pre>" }
    return text + "</section>"
  }

  private var figures: String {
    guard let report, outcome.failure == nil else { return "" }
    let (before, after) = (report.before, report.after)
    let saved = report.before.size > 0 ? 1000 - report.ratio : 0
    var cards = [
      (
        "image", SizeText.megabytes(after.size),
        "was \(SizeText.megabytes(before.size)), \(SizeText.percent(saved)) less"
      ),
      ("saved", SizeText.megabytes(report.saving), estimate(report)),
      ("packages", String(after.packages.count), "was \(before.packages.count), \(report.removedPackages.count) went"),
    ]
    let isCached = before.cachedSteps + after.cachedSteps > 0
    cards.append(
      (
        "build", SizeText.time(after.buildTime),
        "was \(SizeText.time(before.buildTime))\(isCached ? "; partly from the cache" : "")"
      ))
    let bars = [("before", before.size, "old"), ("after", after.size, "new")].map { title, size, style in
      """
      <div class="bar"><span>\(title)</span><div class="track"><div class="\(style)" style="width:\(width(size))%"></div></div>\
      <b>\(SizeText.megabytes(size))</b></div>
      """
    }
    return """
      <section aria-label="Sizes"><div class="bars">\(bars.joined())</div>
      <div class="cards">\(cards.map { "<div class=\"card\"><span>\($0)</span><b>\($1)</b><small>\(HTML.escape($2))</small></div>" }.joined())</div>
      </section>
      """
  }

  private func estimate(_ report: VerificationReport) -> String {
    guard let estimate = report.estimatedSaving, let deviation = report.deviation else { return "measured" }
    return "the plan said \(SizeText.megabytes(estimate)), \(deviation > 0 ? "+" : "")\(deviation) %"
  }

  /// A size as per cent of the larger image.
  private func width(_ size: Int) -> Int {
    guard let report, max(report.before.size, report.after.size) > 0 else { return 0 }
    return max(size * 100 / max(report.before.size, report.after.size), size > 0 ? 1 : 0)
  }

  private var checks: String {
    guard let report, !report.checks.isEmpty else { return "" }
    let rows = report.checks.map { check in
      let details = check.details.map { "<li>\(HTML.inline($0))</li>" }.joined()
      return "<li class=\"\(check.result.rawValue)\"><b>\(HTML.inline(check.title))</b>"
        + (details.isEmpty ? "" : "<ul>\(details)</ul>") + "</li>"
    }
    var text = "<section><h2>What was looked at</h2><ul class=\"checks\">\(rows.joined())</ul>"
    if !report.fixes.isEmpty { text += "<p>Added to the plan: \(HTML.codes(report.fixes)).</p>" }
    if outcome.status != .done, !report.proposals.isEmpty {
      text += "<p>Proposed: \(HTML.codes(report.proposals)). <code>--fix</code> adds them and builds again.</p>"
    }
    return text + "</section>"
  }

  private var layers: String {
    guard let report, outcome.failure == nil else { return "" }
    let largest = (report.before.layers + report.after.layers).map(\.size).max() ?? 0
    func list(_ title: String, _ layers: [VerificationReport.Layer], _ style: String) -> String {
      let rows = layers.filter { $0.size >= 50_000 }.map { layer in
        let width = largest > 0 ? max(layer.size * 100 / largest, 1) : 0
        return "<li><b>\(SizeText.megabytes(layer.size))</b><code title=\"\(HTML.escape(layer.instruction))\">"
          + "\(HTML.escape(Self.short(layer.instruction)))</code>"
          + "<i class=\"\(style)\" style=\"width:\(width)%\"></i></li>"
      }
      return "<div><h3>\(title)</h3><ol class=\"layers\">\(rows.joined())</ol></div>"
    }
    return """
      <section><h2>Layers</h2><div class="sides">\(list("Before", report.before.layers, "old"))\
      \(list("After", report.after.layers, "new"))</div></section>
      """
  }

  /// An instruction without what engines put around it.
  private static func short(_ instruction: String) -> String {
    var text = instruction
    if text.hasSuffix(" # buildkit") { text = String(text.dropLast(11)) }
    if let shell = text.firstRange(of: "/bin/sh -c "),
      text.hasPrefix("RUN ") || text.hasPrefix("/bin/sh") || text.hasPrefix("|")
    {
      text = String(text[shell.upperBound...])
      text = text.hasPrefix("#(nop) ") ? String(text.dropFirst(7)) : "RUN " + text
    }
    text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.count > 160 ? text.prefix(159) + "…" : text
  }

  private var packages: String {
    guard let report, !report.removedPackages.isEmpty, outcome.failure == nil else { return "" }
    let removed = report.removedPackages.sorted { ($1.size, $0.name) < ($0.size, $1.name) }
    let largest = removed.first?.size ?? 0
    let rows = removed.map { package in
      let width = largest > 0 ? package.size * 100 / largest : 0
      return
        "<tr><td><code>\(HTML.escape(package.name))</code></td><td class=\"wide\">\(HTML.escape(package.version))</td>"
        + "<td class=\"number\">\(SizeText.megabytes(package.size * 1000))</td>"
        + "<td class=\"meter\"><i class=\"old\" style=\"width:\(width)%\"></i></td></tr>"
    }
    let total = SizeText.megabytes(removed.reduce(0) { $0 + $1.size } * 1000)
    var text = "<section><h2>Packages that went <small>\(removed.count), \(total)</small></h2>"
    text += "<details\(removed.count <= 12 ? " open" : "")><summary>\(HTML.codes(removed.prefix(5).map(\.name)))"
    if removed.count > 5 { text += " and \(removed.count - 5) more" }
    text += "</summary><table>\(rows.joined())</table></details>"
    if !report.newPackages.isEmpty { text += "<p>New: \(HTML.codes(report.newPackages.map(\.name))).</p>" }
    return text + "</section>"
  }

  private var losses: String {
    guard let report, !report.losses.isEmpty else { return "" }
    let rows = report.losses.map { group in
      "<tr><td><code>\(HTML.escape(group.path))</code></td><td class=\"number\">\(group.count)</td>"
        + "<td class=\"number\">\(SizeText.megabytes(group.size))</td></tr>"
    }
    return """
      <section><h2>Files that went besides</h2><table><tr><th>where</th><th class="number">files</th>\
      <th class="number">size</th></tr>\(rows.joined())</table></section>
      """
  }

  private var plan: String {
    guard let plan = outcome.source.report.result?.plan, plan.changes else { return "" }
    let packages = plan.packages.map { package in
      let (word, style): (String, String) =
        switch package.decision {
        case .removed: ("goes", "old")
        case .replaced: ("becomes \(package.replacement.joined(separator: " "))", "changed")
        case .kept: ("stays", "new")
        }
      return "<tr><td><code>\(HTML.escape(package.name))</code></td><td><span class=\"tag \(style)\">"
        + "\(HTML.escape(word))</span></td><td>\(HTML.inline(package.reason))</td></tr>"
    }
    let copies = plan.copies.map {
      "<tr><td><code>\(HTML.escape($0.path))</code></td><td><span class=\"tag new\">copied</span></td>"
        + "<td>\(HTML.inline($0.reason))</td></tr>"
    }
    return """
      <section><h2>Plan</h2><p>\(HTML.inline(plan.summary))</p>
      <table class="plan">\((packages + copies).joined())</table></section>
      """
  }

  private var diff: String {
    let source = outcome.source
    let name = source.report.dockerfileName
    let text = UnifiedDiff(path: name, before: source.before, after: source.after)
      .render(Terminal(.never, descriptor: 1))
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let rows = lines.map { line -> String in
      let style =
        line.hasPrefix("+++") || line.hasPrefix("---") || line.hasPrefix("@@")
        ? "meta" : line.hasPrefix("+") ? "added" : line.hasPrefix("-") ? "removed" : ""
      return "<span\(style.isEmpty ? "" : " class=\"\(style)\"")>\(HTML.escape(String(line)))\n</span>"
    }
    return "<section><h2>Diff</h2><pre class=\"diff\">\(rows.joined())</pre></section>"
  }
}

/// Text in HTML.
enum HTML {
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in Printable.text(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Names, each as code.
  static func codes(_ names: some Sequence<String>) -> String {
    names.map { "<code>\(escape($0))</code>" }.joined(separator: ", ")
  }

  /// Text in which backquotes stand around code.
  static func inline(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index % 2 == 1 ? "<code>\(escape(String(part)))</code>" : escape(String(part))
    }.joined()
  }
}
