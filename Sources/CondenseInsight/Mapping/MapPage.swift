import CondenseCore
import CondenseData
import CondenseModels

/// The page of a map: one file, a canvas to move about in, to search and to colour, with nothing from elsewhere.
public enum MapPage {
  /// Names of an aspect that have a colour of their own; the others share one.
  private static let mostNames = 9

  /// Neighbours of a point that are named.
  private static let namedNeighbors = 5

  /// The page.
  ///
  /// - Parameters:
  ///   - leading: what the points are coloured by at first, such as the target.
  ///   - aspects: what they may be coloured by beside their groups and how often they come.
  ///   - overlay: the vectors laid over known positions, to be switched to.
  public static func html(
    _ map: PointMap, leading: [MapAspect] = [], aspects: [MapAspect] = [], overlay: MapOverlay? = nil
  ) -> String {
    var layouts = [("principal", "principal components")]
    if map.tsne != nil { layouts.insert(("tsne", "t-SNE"), at: 0) }
    if let overlay {
      layouts.append(
        ("overlay", "over \(FigureText.name(overlay.columns.x)), \(FigureText.name(overlay.columns.y))"))
    }
    let options = layouts.map { "<option value=\"\($0.0)\">\(Markup.escaped($0.1))</option>" }.joined()
    let title = FigureText.name(map.name, most: 80)
    let body = """
      <header>
      <h1>\(Markup.escaped(title))</h1>
      <label>layout <select id="layout">\(options)</select></label>
      <label>colour <select id="colour"></select></label>
      <label>find <input id="search" type="search" autocomplete="off"/></label> <output id="hits"></output>
      \(map.counts == nil ? "<input id=\"size\" type=\"checkbox\" hidden=\"hidden\"/>" : "<label><input id=\"size\" type=\"checkbox\" checked=\"checked\"/> size by frequency</label>")
      </header>
      <div id="stage"><canvas id="map" role="img" aria-label="\(Markup.escaped(title)) as points"></canvas><div id="tip" hidden="hidden"></div></div>
      <div id="key"></div>
      <p>\(Markup.escaped(notes(map, overlay)))</p>

      """
    return ScriptedPage.html(
      title: "\(title): a map", body: body, rules: "canvas{touch-action:none;cursor:grab}",
      data: data(map, leading, aspects, overlay), script: MapScript.text)
  }

  /// What the map shows and what it does not, in a few sentences.
  package static func notes(_ map: PointMap, _ overlay: MapOverlay? = nil) -> String {
    let isRows = map.subject == .row
    var parts = [
      "\(Count.of(map.names.count, isRows ? "row" : "value", isRows ? "rows" : "values")) of"
        + " \(Count.of(map.dimension, "number", "numbers")) each"
    ]
    if map.omitted > 0 {
      parts[0] +=
        isRows
        ? ", a sample; \(Count.text(map.omitted)) more are left out"
        : ", the most frequent ones; \(Count.text(map.omitted)) more are left out"
    }
    let shares = map.explained.map { NumberText.percent($0) }.joined(separator: " and ")
    parts.append("the two principal components explain \(shares) of how they differ")
    if let divergence = map.divergence {
      parts.append(
        "under t-SNE neighbours stay together (divergence \(NumberText.rounded(divergence))); how far its groups lie apart,"
          + " and how large they are, means little")
    }
    parts.append(
      isRows
        ? "nearest rows are those by distance in all numbers; groups are those of k-means"
        : "nearest values are those by cosine of the whole vectors; groups are those of k-means")
    if let overlay { parts.append(sentence(overlay)) }
    return parts.map { FigureText.sentence($0) }.joined(separator: ". ") + "."
  }

  /// How well vectors lie over known positions.
  package static func sentence(_ overlay: MapOverlay) -> String {
    let known = overlay.places.count { $0 != nil }
    return "turned and scaled over the positions by \(FigureText.name(overlay.columns.x)) and"
      + " \(FigureText.name(overlay.columns.y)) of \(Count.of(known, "value", "values")), the vectors explain R²"
      + " \(FigureText.metric(overlay.explained)) of where they are (p \(FigureText.p(overlay.p)) by 1,000 shuffles"
      + "\(overlay.isGlobe ? "; a degree east as long as one north at their middle" : ""))"
  }

  /// How far neighbours agree in what is known of them: `kind: 0.62 of the 10 nearest share it, 0.11 by chance`.
  package static func sentence(_ agreement: NeighborAgreement, on aspect: MapAspect) -> String {
    let (value, chance) = (FigureText.metric(agreement.value), FigureText.metric(agreement.chance))
    let name = FigureText.name(aspect.name), p = "p \(FigureText.p(agreement.p)) by 1,000 shuffles"
    if case .numbers = aspect.content {
      return "\(name): rank correlation of \(value) with the mean of the 10 nearest (\(p))"
    }
    return "\(name): \(value) of the 10 nearest share it, \(chance) by chance (\(p))"
  }

  // MARK: data

  private static func data(
    _ map: PointMap, _ leading: [MapAspect], _ aspects: [MapAspect], _ overlay: MapOverlay?
  ) -> String {
    var parts = [
      "\"names\":[\(map.names.map(ScriptedPage.quoted).joined(separator: ","))]",
      "\"principal\":\(layout(map.principal.map(Double.init)))",
    ]
    if let tsne = map.tsne { parts.append("\"tsne\":\(layout(tsne.map(Double.init)))") }
    if map.subject == .row { parts.append("\"unlabelled\":true") }
    if let overlay { parts.append("\"overlay\":\(layout(overlay.points, places: overlay.places))") }
    if let counts = map.counts {
      parts.append("\"counts\":[\(counts.map(String.init).joined(separator: ","))]")
    }
    parts.append(
      "\"neighbors\":[\(map.neighbors.map { "[\($0.prefix(namedNeighbors).map(String.init).joined(separator: ","))]" }.joined(separator: ","))]"
    )
    var shown = [groups(map)]
    if let counts = map.counts {
      shown.append(
        numbers("how often", counts.map { Double(max($0, 1)) }, isLogarithmic: true, isTold: false))
    }
    shown = leading.map(colours) + shown + aspects.map(colours)
    parts.append("\"aspects\":[\(shown.joined(separator: ","))]")
    return "{\(parts.joined(separator: ","))}"
  }

  private static func colours(_ aspect: MapAspect) -> String {
    switch aspect.content {
    case .numbers(let values): numbers(aspect.name, values)
    case .names(let values): names(aspect.name, values)
    }
  }

  /// Points in ten-thousandths of the wider side, the middle at 5,000; `places` where they should be.
  private static func layout(_ points: [Double], places: [(x: Double, y: Double)?]? = nil) -> String {
    let n = points.count / 2, known = places?.compactMap(\.self) ?? []
    let x = points[..<n] + known.map(\.x), y = points[n...] + known.map(\.y)
    let (lowX, highX) = (x.min() ?? 0, x.max() ?? 0), (lowY, highY) = (y.min() ?? 0, y.max() ?? 0)
    let side = max(highX - lowX, highY - lowY), scale = side > 0 ? 10_000 / side : 0
    func number(_ value: Double, _ low: Double, _ high: Double) -> String {
      String(Int(((value - (low + high) / 2) * scale + 5000).rounded()))
    }
    func list(_ values: [Double?], _ low: Double, _ high: Double) -> String {
      "[\(values.map { $0.map { number($0, low, high) } ?? "null" }.joined(separator: ","))]"
    }
    var parts = [
      "\"x\":\(list(Array(points[..<n]), lowX, highX))", "\"y\":\(list(Array(points[n...]), lowY, highY))",
    ]
    if let places {
      parts.append("\"placeX\":\(list(places.map { $0?.x }, lowX, highX))")
      parts.append("\"placeY\":\(list(places.map { $0?.y }, lowY, highY))")
    }
    return "{\(parts.joined(separator: ","))}"
  }

  private static func groups(_ map: PointMap) -> String {
    let count = (map.groups.max() ?? 0) + 1
    // A group of values is called by its most frequent ones.
    let names = (0..<count).map { group in
      map.subject == .row
        ? "group \(group + 1)"
        : map.names.indices.lazy.filter { map.groups[$0] == group }.prefix(3).map {
          Markup.cut(map.names[$0], to: 20)
        }.joined(separator: ", ")
    }
    return
      "{\"title\":\"group\",\"untold\":true,\"names\":[\(names.map(ScriptedPage.quoted).joined(separator: ","))],\"codes\":[\(map.groups.map(String.init).joined(separator: ","))]}"
  }

  private static func names(_ title: String, _ values: [String?]) -> String {
    let order = MapAspect.byFrequency(values)
    let kept = Array(order.prefix(mostNames))
    let places = Dictionary(zip(kept, kept.indices), uniquingKeysWith: { first, _ in first })
    let codes = values.map { value in value.map { places[$0] ?? kept.count } ?? -1 }
    let shown =
      kept.map { Markup.cut($0, to: 40) }
      + (order.count > kept.count ? ["\(order.count - kept.count) others"] : [])
    return
      "{\"title\":\(ScriptedPage.quoted(title)),\"names\":[\(shown.map(ScriptedPage.quoted).joined(separator: ","))],\"codes\":[\(codes.map(String.init).joined(separator: ","))]}"
  }

  /// Numbers from the hundredth to the hundredth but one, so that a few extreme ones do not take all colours.
  private static func numbers(
    _ title: String, _ values: [Double], isLogarithmic: Bool = false, isTold: Bool = true
  ) -> String {
    func scaled(_ value: Double) -> Double { isLogarithmic ? Elementary.log(value) : value }
    let sorted = values.filter(\.isFinite).map(scaled).sorted()
    let low = sorted.isEmpty ? 0 : sorted[sorted.count / 100]
    let high = sorted.isEmpty ? 0 : sorted[sorted.count - 1 - sorted.count / 100]
    let labels = (0...4).map { step -> String in
      let value = low + (high - low) * Double(step) / 4
      return NumberText.rounded(isLogarithmic ? Elementary.exp(value) : value)
    }
    let shown = values.map { $0.isFinite ? NumberText.shortest(rounded(scaled($0))) : "null" }
    return
      "{\"title\":\(ScriptedPage.quoted(title)),\(isTold ? "" : "\"untold\":true,")\"low\":\(NumberText.shortest(low)),\"high\":\(NumberText.shortest(high)),\"labels\":[\(labels.map(ScriptedPage.quoted).joined(separator: ","))],\"numbers\":[\(shown.joined(separator: ","))]}"
  }

  /// Six digits are enough for a colour.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite, value.magnitude < 1e9 else { return value }
    return (value * 1e6).rounded() / 1e6
  }
}
