/// A page in one file: no script, nothing from elsewhere, light or dark as the reader's system is, fit for a
/// phone and for paper. It is written as well-formed XML.
package struct HTMLPage: Sheet, Sendable {
  private let title: String
  private var body = ""

  package init(title: String) {
    self.title = title
    heading(title, level: 1)
  }

  // MARK: parts

  package mutating func heading(_ text: String, level: Int) {
    body += "<h\(level)>\(Markup.escaped(text))</h\(level)>\n"
  }

  package mutating func paragraph(_ text: String) {
    body += "<p>\(Markup.escaped(text))</p>\n"
  }

  /// What the page comes to, set large.
  package mutating func verdict(_ text: String) {
    body += "<p class=\"verdict\">\(Markup.escaped(text))</p>\n"
  }

  /// An aside, set small.
  package mutating func note(_ text: String) {
    body += "<p class=\"note\">\(Markup.escaped(text))</p>\n"
  }

  package mutating func table(_ table: FigureTable) {
    body += "<div class=\"table\">\n\(table.markup)</div>\n"
  }

  package mutating func command(_ line: String) {
    body += "<pre><code>\(Markup.escaped(line))</code></pre>\n"
  }

  /// A text whose words are shaded by what they bring.
  package mutating func shaded(_ text: ColouredText, most: Int) {
    let largest = text.largest, figures = ContributionFigures([largest])
    var room = most
    body += "<p class=\"shaded\" dir=\"auto\">"
    for stretch in text.stretches where room > 0 {
      let shown = Markup.escaped(Markup.cut(stretch.text, to: room))
      room -= shown.count
      guard let contribution = stretch.contribution else {
        body += shown
        continue
      }
      let title = figures.text(contribution)
      let style = Shade.name(contribution, largest: largest).map { " class=\"\($0)\"" } ?? ""
      body += "<span\(style) title=\"\(title)\">\(shown)</span>"
    }
    body += (room <= 0 ? "…" : "") + "</p>\n"
  }

  /// Names and what is said of each.
  package mutating func definitions(_ entries: [(name: String, text: String)]) {
    guard !entries.isEmpty else { return }
    let items = entries.map { "<dt>\(Markup.escaped($0.name))</dt><dd>\(Markup.escaped($0.text))</dd>\n" }
    body += "<dl>\n\(items.joined())</dl>\n"
  }

  /// A drawing in two widths, one for a desk and one for a phone.
  package mutating func picture(wide: SVG, narrow: SVG, label: String, caption: String) {
    figure(wide.inline(label: label, style: "wide") + narrow.inline(label: label, style: "narrow"), caption)
  }

  /// A drawing that does for both.
  package mutating func picture(_ drawing: SVG, label: String, caption: String) {
    figure(drawing.inline(label: label), caption)
  }

  private mutating func figure(_ drawings: String, _ caption: String) {
    body += "<figure>\n\(drawings)<figcaption>\(Markup.escaped(caption))</figcaption>\n</figure>\n"
  }

  /// Drawings side by side, as many in a row as there is room for.
  package mutating func panels(_ panels: [Panel]) {
    let figures = panels.map { panel in
      "<figure><b>\(Markup.escaped(panel.title))</b>\n\(panel.drawing.inline(label: panel.label))"
        + "<figcaption>\(Markup.escaped(panel.caption))</figcaption></figure>\n"
    }
    body += "<div class=\"panels\">\n\(figures.joined())</div>\n"
  }

  /// What the colours of points mean.
  package mutating func key(_ entries: [(style: String, text: String)]) {
    guard !entries.isEmpty else { return }
    let items = entries.map { "<span><i class=\"\($0.style)\"></i>\(Markup.escaped($0.text))</span>\n" }
    body += "<p class=\"key\">\n\(items.joined())</p>\n"
  }

  /// What is folded away until somebody asks for it.
  package mutating func details(_ summary: String, _ build: (inout HTMLPage) -> Void) {
    let before = body
    body = ""
    build(&self)
    body = "\(before)<details>\n<summary>\(Markup.escaped(summary))</summary>\n\(body)</details>\n"
  }

  // MARK: the file

  package var text: String {
    HTMLDocument.text(
      title: title,
      style: """
        \(Self.scheme(.light))@media (prefers-color-scheme: dark) {
        \(Self.scheme(.dark))}
        \(Palette.pointRules(scope: "main"))\(Self.rules)@media print {
        \(Self.scheme(.light))\(Self.printRules)}
        """, body: "<main>\n\(body)</main>")
  }

  private static func scheme(_ palette: Palette) -> String {
    """
    body{background:\(palette.paper);color:\(palette.ink)}
    .note,figcaption,thead th,td[data-name]::before{color:\(palette.muted)}
    table,tr,summary{border-color:\(palette.grid)}
    \(Shade.rules(palette))
    .embedding-name{color:\(palette.embedding)} .dense-name{color:\(palette.dense)}
    \(palette.drawingRules(scope: "svg"))
    """
  }

  private static let rules = """
    :root{color-scheme:light dark}
    *{box-sizing:border-box}
    body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;\
    overflow-wrap:anywhere}
    main{max-width:60rem;margin:0 auto;padding:3rem 1.5rem 4rem}
    h1{font-size:1.6rem;line-height:1.25;font-weight:650;margin:0 0 1.25rem}
    h2{font-size:1.15rem;font-weight:650;margin:3rem 0 .75rem}
    h3{font-size:1rem;font-weight:650;margin:1.75rem 0 .5rem}
    p{margin:.5rem 0;max-width:44rem}
    .verdict{font-size:1.2rem;line-height:1.45}
    .note,figcaption{font-size:.875rem}
    table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
    tr{border-bottom:1px solid;border-color:inherit}
    th,td{text-align:left;vertical-align:top;padding:.45rem 1rem .45rem 0;\
    font-weight:400;overflow-wrap:break-word}
    th:last-child,td:last-child{padding-right:0}
    tbody th{font-weight:600;min-width:9.5rem;max-width:16rem;overflow-wrap:anywhere}
    .number{text-align:right;white-space:nowrap}
    thead th{font-size:.8rem;vertical-align:bottom}
    thead .number{white-space:normal}
    .shaded{line-height:1.9;white-space:pre-wrap} .shaded span{border-radius:3px;padding:.1em 0}
    pre{white-space:pre-wrap;margin:.5rem 0;font-size:.875rem}
    dt{font-weight:600;margin-top:.6rem} dd{margin:0;max-width:44rem}
    figure{margin:1rem 0 2rem} figcaption{margin-top:.5rem;max-width:44rem}
    svg{display:block;width:100%;height:auto;font-family:inherit}
    .narrow{display:none}
    .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:1rem 1.5rem}
    .panels figure{margin:.5rem 0} .key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;max-width:none}
    .key i{display:inline-block;width:.75rem;height:.75rem;border-radius:50%;margin-right:.4rem}
    .key .muted{background:currentColor;opacity:.5}
    details{margin:1rem 0} summary{cursor:pointer;padding:.3rem 0}
    @media (max-width:44rem){
    main{padding:1.5rem 1rem 3rem} h1{font-size:1.35rem} .verdict{font-size:1.08rem}
    .wide{display:none} .narrow{display:block}
    thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    table,tbody,tr,th,td{display:block} tr{padding:.6rem 0} tbody th{max-width:none;padding:0 0 .2rem}
    td,td.number{white-space:normal;padding:.1rem 0}
    td[data-name]::before{content:attr(data-name);display:block}
    td.number{display:flex;gap:1rem;justify-content:space-between}
    td.number::before{text-align:left;flex:0 0 45%}
    }

    """

  private static let printRules = """
    main{max-width:none;padding:0} body{font-size:11pt} h2{break-after:avoid} figure,tr{break-inside:avoid}
    details::details-content{content-visibility:visible;block-size:auto}

    """
}
