import CondenseData
import CondenseModels

/// A page with a small map for each layer of a network.
public enum LayerMapsPage {
  private static let side = 300.0, margin = 10.0

  /// The page, one self-contained file without a script.
  public static func html(_ maps: LayerMaps, target: String, source: String) -> String {
    let name = FigureText.name(target)
    var page = HTMLPage(title: "Layer by layer: \(name)")
    let shown = maps.stages.first?.map.names.count ?? 0
    page.note(
      "\(Count.of(shown, "row", "rows")) of \(FigureText.name(source))"
        + (shown < maps.rowCount ? ", a sample of \(Count.text(maps.rowCount))" : "")
        + ", laid out by t-SNE as each layer answers to them: neighbours stay together, distances between groups mean"
        + " little. "
        + (maps.target == nil
          ? "The file has no '\(name)', so that the points have no colours."
          : "The colours are those of '\(name)'."))
    let colours = PointColours(maps.target)
    page.panels(
      maps.stages.map { stage in
        HTMLPage.Panel(
          drawing: drawing(stage.map, colours), label: "the rows at \(FigureText.name(stage.map.name))",
          title: FigureText.name(stage.map.name), caption: caption(stage, maps.target))
      })
    page.key(colours.entries)
    if let target = maps.target, maps.stages.contains(where: { $0.agreement != nil }) {
      var table = HTMLTable(
        ["layer", "numbers", measure(target), "by chance", "p", "silhouette"], numeric: Set(1...5))
      for stage in maps.stages {
        table.add([
          FigureText.name(stage.map.name), FigureText.count(stage.map.dimension),
          FigureText.metric(stage.agreement?.value), FigureText.metric(stage.agreement?.chance),
          stage.agreement.map { FigureText.p($0.p) } ?? "–", FigureText.metric(stage.silhouette),
        ])
      }
      page.table(table)
      page.note(
        "Neighbours are those by distance in all numbers of the layer, not on the map. Chance is the mean of 1,000"
          + " shuffles of '\(name)'; p is how many of them reach the figure. The silhouette goes from −1 to 1, where each"
          + " class is far from all others.")
    }
    return page.text
  }

  /// What agreement is called where the target is a name or a number.
  package static func measure(_ target: MapAspect) -> String {
    if case .numbers = target.content { "rank correlation with the 10 nearest" } else { "10 nearest agree" }
  }

  private static func caption(_ stage: LayerMaps.Stage, _ target: MapAspect?) -> String {
    guard let agreement = stage.agreement, let target else {
      return Count.of(stage.map.dimension, "number", "numbers")
    }
    return "\(measure(target)): \(FigureText.metric(agreement.value))"
      + (stage.silhouette.map { "; silhouette \(FigureText.metric($0))" } ?? "")
  }

  private static func drawing(_ map: PointMap, _ colours: PointColours) -> SVG {
    var svg = SVG(width: side, height: side)
    let frame = PointFrame(
      map.tsne ?? map.principal, left: margin, top: margin, width: side - 2 * margin,
      height: side - 2 * margin)
    for point in map.names.indices {
      let at = frame.place(point)
      svg.circle(at.x, at.y, radius: map.names.count > 500 ? 1.6 : 2.6, colours.style(point) ?? "embedding")
    }
    return svg
  }
}
