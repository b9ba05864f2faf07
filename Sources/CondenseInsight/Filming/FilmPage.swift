import CondenseData
import CondenseModels

/// The page of a film: points that wander as a slider is moved, and the loss that falls meanwhile; one file, with nothing
/// from elsewhere.
public enum FilmPage {
  /// The page.
  public static func html(_ film: Film) -> String {
    let recorded = film.recorded, name = FigureText.name(recorded.name, most: 80)
    let last = recorded.snapshots.count - 1
    let body = """
      <header>
      <h1>\(Markup.escaped(name))</h1>
      <button id="play" type="button">Play</button>
      <input id="time" type="range" aria-label="time" min="0" max="\(last)" value="\(last)"/>
      <output id="now"></output>
      </header>
      <div id="stage"><canvas id="film" role="img" aria-label="\(Markup.escaped(name)) as points that move"></canvas><div id="tip" hidden="hidden"></div></div>
      <canvas id="curve" class="\(recorded.validation.isEmpty ? "one" : "two")" role="img" aria-label="the loss, step by step"></canvas>
      <div id="key"></div>
      <p>\(Markup.escaped(notes(film)))</p>

      """
    return ScriptedPage.html(
      title: "\(name): a film", body: body, rules: rules, data: data(film), script: FilmScript.text)
  }

  /// What the film shows and what it does not, in a few sentences.
  package static func notes(_ film: Film) -> String {
    let recorded = film.recorded, snapshots = recorded.snapshots
    var parts = [
      "\(Count.of(recorded.values.count, "value", "values")) of \(Count.of(recorded.dimension, "number", "numbers")) each"
        + (recorded.omitted > 0
          ? ", the most frequent ones; \(Count.text(recorded.omitted)) more are left out" : ""),
      "\(Count.of(snapshots.count, "snapshot", "snapshots")) from the start, which is noise, to what was kept after"
        + " \(Count.of(snapshots.last?.step ?? 0, "step", "steps")), all on the same axes and at one scale",
    ]
    switch film.axes {
    case .principal(let first, let second):
      parts.append(
        "the axes are the two principal components of the last snapshot, which explain"
          + " \(NumberText.percent(first)) and \(NumberText.percent(second)) of how its values differ")
    case .line(let share):
      parts.append(
        (recorded.dimension == 1
          ? "across: the number" : "across: the one direction that explains \(NumberText.percent(share))")
          + (recorded.counts == nil ? "" : "; upwards: how often the value comes, which does not change"))
    case .places(let explained):
      parts.append(
        "turned and scaled once, so that the last snapshot lies over the known places as well as it can (R²"
          + " \(FigureText.metric(explained)))")
    }
    parts.append("groups are those of k-means on the last snapshot")
    if recorded.validation.isEmpty {
      parts.append("this run was not measured on rows held out")
    } else if let kept = snapshots.last?.step, let end = recorded.training.last?.step, end > kept {
      parts.append("training went on after what was kept, as the curve shows, and got no better")
    }
    return parts.map { FigureText.sentence($0) }.joined(separator: ". ") + "."
  }

  // MARK: data

  private static func data(_ film: Film) -> String {
    let recorded = film.recorded
    let names = recorded.values.map { Markup.cut($0, to: 60) }
    var isLine = false
    if case .line = film.axes { isLine = true }
    var parts = [
      "\"names\":\(texts(names))", "\"groups\":\(numbers(film.groups))",
      "\"key\":\(texts(key(film, names)))", "\"frames\":[\(frames(film, isLine: isLine))]",
      "\"losses\":[\(losses(recorded).joined(separator: ","))]", "\"line\":\(isLine)",
    ]
    if let counts = recorded.counts { parts.append("\"counts\":\(numbers(counts))") }
    return "{\(parts.joined(separator: ","))}"
  }

  /// A group is called by its most frequent values.
  private static func key(_ film: Film, _ names: [String]) -> [String] {
    (0...(film.groups.max() ?? 0)).map { group in
      names.indices.lazy.filter { film.groups[$0] == group }.prefix(3).map { Markup.cut(names[$0], to: 20) }
        .joined(separator: ", ")
    }
  }

  /// Points in ten-thousandths of the wider side of all snapshots, or of each side where it is a line.
  private static func frames(_ film: Film, isLine: Bool) -> String {
    let n = film.recorded.values.count
    func span(_ part: (ArraySlice<Double>, ArraySlice<Double>) -> ArraySlice<Double>) -> (
      middle: Double, size: Double
    ) {
      let values = film.points.map { part($0[..<n], $0[n...]) }
      let low = values.compactMap { $0.min() }.min() ?? 0, high = values.compactMap { $0.max() }.max() ?? 0
      return ((low + high) / 2, high - low)
    }
    let x = span { x, _ in x }, y = span { _, y in y }, widest = max(x.size, y.size)
    func list(_ values: ArraySlice<Double>, _ side: (middle: Double, size: Double)) -> String {
      let size = isLine ? side.size : widest
      return numbers(
        values.map { size > 0 ? Int((($0 - side.middle) / size * 10_000 + 5000).rounded()) : 5000 })
    }
    return zip(film.recorded.snapshots, film.points).map { snapshot, points in
      "{\"step\":\(snapshot.step),\"x\":\(list(points[..<n], x)),\"y\":\(list(points[n...], y))}"
    }.joined(separator: ",")
  }

  private static func losses(_ film: TrainingFilm) -> [String] {
    let all = [
      ("training loss", film.training), ("\(film.validationName) on rows held out", film.validation),
    ]
    return all.compactMap { name, points in
      let points = points.filter(\.value.isFinite)
      guard !points.isEmpty else { return nil }
      let values = points.map { NumberText.shortest($0.value) }.joined(separator: ",")
      return
        "{\"name\":\(ScriptedPage.quoted(name)),\"steps\":\(numbers(points.map(\.step))),\"values\":[\(values)]}"
    }
  }

  private static func texts(_ list: [String]) -> String {
    "[\(list.map(ScriptedPage.quoted).joined(separator: ","))]"
  }

  private static func numbers(_ list: [some BinaryInteger]) -> String {
    "[\(list.map { "\($0)" }.joined(separator: ","))]"
  }

  private static let rules = """
    #time{flex:1;min-width:9rem;max-width:none;border:0} #now{flex:0 0 100%;font-size:.875rem;\
    color:var(--muted);font-variant-numeric:tabular-nums}
    button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--grid);border-radius:4px;\
    min-width:4.5rem;padding:.2rem .8rem;cursor:pointer}
    #curve{position:static;flex:none;height:5rem;cursor:col-resize;touch-action:none} #curve.two{height:9rem}
    """
}
