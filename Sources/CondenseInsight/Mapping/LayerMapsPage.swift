import CondenseData
import CondenseModels

/// A page with a small map for each layer of a network.
public enum LayerMapsPage {
  /// The page, one self-contained file without a script.
  public static func html(_ maps: LayerMaps, target: String, source: String) -> String {
    var page = HTMLPage(title: "Layer by layer: \(FigureText.name(target))")
    page.note(method(maps, of: target, in: source))
    add(maps, to: &page)
    return page.text
  }

  /// Which rows are laid out how.
  static func method(_ maps: LayerMaps, of target: String, in source: String) -> String {
    let shown = maps.stages.first?.map.names.count ?? 0
    return "\(Count.of(shown, "row", "rows")) of \(FigureText.name(source))"
      + (shown < maps.rowCount ? ", a sample of \(Count.text(maps.rowCount))" : "")
      + ", laid out by t-SNE as each layer answers to them: neighbours stay together, distances between groups mean"
      + " little. "
      + (maps.target == nil
        ? "The file has no '\(FigureText.name(target))', so that the points have no colours."
        : "The colours are those of '\(FigureText.name(target))'.")
  }

  /// The maps, and their figures where targets are known.
  static func add(_ maps: LayerMaps, to page: inout some Sheet) {
    let colours = PointColours(maps.target)
    page.panels(
      maps.stages.map { stage in
        Panel(
          drawing: SmallMap.drawing(stage.map, colours),
          label: "the rows at \(FigureText.name(stage.map.name))",
          title: FigureText.name(stage.map.name), caption: caption(stage, maps.target))
      })
    page.key(colours.entries)
    if let target = maps.target, maps.stages.contains(where: { $0.agreement != nil }) {
      var table = FigureTable(
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
          + " shuffles of '\(FigureText.name(target.name))'; p is how many of them reach the figure. The silhouette goes from −1 to 1, where each"
          + " class is far from all others.")
    }
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
}
