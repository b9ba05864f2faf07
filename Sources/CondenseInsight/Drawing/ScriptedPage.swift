/// A page in one file whose points a script draws on a canvas: `#stage` fills what the rest leaves, and `#tip` lies over
/// it. Light or dark as the reader's system is, fit for a phone, with nothing from elsewhere.
enum ScriptedPage {
  /// - Parameters:
  ///   - body: markup.
  ///   - rules: of style, beyond those that all such pages have.
  ///   - data: JSON, which the script finds in `#data`.
  static func html(title: String, body: String, rules: String, data: String, script: String) -> String {
    HTMLDocument.text(
      title: title,
      style: """
        \(scheme(.light))@media (prefers-color-scheme: dark) {
        \(scheme(.dark))}
        \(self.rules)\(rules)
        """,
      body: """
        \(body)<script type="application/json" id="data">\(data)</script>
        <script>\(script)</script>
        """)
  }

  /// A string of JSON that no element of the page ends.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\0"..."\u{1F}", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func scheme(_ palette: Palette) -> String {
    "body{--paper:\(palette.paper);--ink:\(palette.ink);--muted:\(palette.muted);--grid:\(palette.grid)}\n"
  }

  private static let rules = """
    :root{color-scheme:light dark}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,\
    Helvetica,Arial,sans-serif;display:flex;flex-direction:column;height:100vh;height:100dvh}
    header{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;align-items:center;padding:.6rem 1rem}
    h1{font-size:1.1rem;margin:0;overflow-wrap:anywhere} label{color:var(--muted);font-size:.875rem}
    select,input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--grid);border-radius:4px;\
    max-width:12rem}
    #stage{position:relative;flex:1;min-height:12rem;border:solid var(--grid);border-width:1px 0}
    canvas{position:absolute;inset:0;width:100%;height:100%}
    #tip{position:absolute;pointer-events:none;max-width:20rem;padding:.4rem .6rem;background:var(--paper);\
    border:1px solid var(--grid);border-radius:4px;font-size:.85rem;overflow-wrap:anywhere}
    #tip b,#tip span{display:block} #tip span,#hits,p{color:var(--muted)} #hits{font-size:.875rem}
    #key{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.4rem 1rem;font-size:.85rem}
    #key span{overflow-wrap:anywhere}
    #key i{display:inline-block;width:.7rem;height:.7rem;border-radius:50%;margin-right:.35rem}
    p{margin:0;padding:0 1rem .6rem;font-size:.8rem}

    """
}
