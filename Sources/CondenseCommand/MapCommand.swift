import Condense
import CondenseInsight

/// `condense map`: the values of a column, or rows as a layer answers to them, as points, those alike near each other.
package enum MapCommand {
  package static let verb = Verb(
    "map", "lay out the values of a column, or rows at a layer, as a map to look at and search",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand(
        "COLUMN|LAYER",
        "a column with an embedding, or a part of a date; of a recommender its items; or a layer, as summary lists them",
        kind: .words([])),
      Operand(
        "DATA", "rows: what a layer answers to; for a column they colour its values by the target",
        optional: true),
    ],
    synopsis: "[-o FILE]",
    options: [
      Option(
        "about", .file, "FILE", in: .data,
        "What is known of the values: a table whose first column holds them; the others give colours."),
      Option(
        "against", .names(atLeast: 2), "X,Y", in: .data,
        "Lay the values over their positions in two columns of --about, such as lon,lat."),
      Option(
        "every-layer", in: .task,
        "A small map of the rows for each layer: condense map MODEL DATA --every-layer."),
      CommonOptions.labels,
      Option("groups", .whole(1...50), "N", in: .task, "Groups of k-means. Default: 8."),
      Option(
        "perplexity", .number(.from(2, to: 200)), "P", in: .task,
        "About how many neighbours t-SNE keeps together. Default: 30."),
      CommonOptions.seed, CommonOptions.threads,
      CommonOptions.output(
        "A page (.html), a drawing (.svg), or files for the TensorBoard projector (.tsv). Default: MODEL's name +"
          + " .map.html."),
      CommonOptions.force, CommonOptions.quiet,
    ],
    examples: [
      Example("condense map flights.condense dest", "A page: every airport as a point"),
      Example(
        "condense map flights.condense dest --about airports.csv --against lon,lat",
        "The same, to be laid over the airports' positions too"),
      Example("condense map flights.condense dest test.csv", "Coloured by the share of late flights"),
      Example("condense map flights.condense dest -o dest.svg", "A drawing for a paper"),
      Example("condense map flights.condense dense2 test.csv", "Flights as the second dense layer sees them"),
      Example("condense map flights.condense test.csv --every-layer", "How the classes come apart"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments
    let form = try MapForm(arguments)
    if arguments.flag("every-layer") { return try everyLayer(form, &invocation) }
    guard let name = arguments.operand("COLUMN|LAYER") else { preconditionFailure("an operand is missing") }
    if Recommender.isRecommender(atFile: form.model) {
      guard arguments.operand("DATA") == nil else {
        throw CondenseError(
          .usage, "the map of a recommender's items takes no DATA; --about FILE gives colours")
      }
      let vectors = try Recommender(contentsOfFile: form.model).vectors(in: name)
      return try column(name, vectors, leading: [], form, &invocation)
    }
    let model = try ModelArgument.load(arguments)
    switch try LookedAt(name, in: model) {
    case .column(let name):
      let vectors = try model.vectors(in: name)
      let leading = try arguments.operand("DATA").map { _ in
        [
          try MapAspect(
            targetOf: model, byValuesOf: name, in: arguments.table(for: verb, like: model.reading),
            threads: form.mapper.threads)
        ]
      }
      return try column(name, vectors, leading: leading ?? [], form, &invocation)
    case .layer(let name): return try layer(name, of: model, form, &invocation)
    }
  }

  // MARK: the values of a column

  private static func column(
    _ name: String, _ vectors: ValueVectors, leading: [MapAspect], _ form: MapForm,
    _ invocation: inout Invocation
  ) throws -> Outcome {
    let progress = invocation.progress, shown = form.mapper.mostFrequent(vectors)
    let leading = leading.map { $0.prefix(shown.values.count) }
    var aspects: [MapAspect] = [], overlay: MapOverlay?
    if let table = try form.about.map({ try Table(contentsOfFile: $0) }) {
      let known = try KnownValues(shown.values, in: table)
      aspects = known.aspects
      progress.remark(
        "\(table.name) knows \(NumberText.grouped(known.known)) of"
          + " \(Count.of(shown.values.count, "value", "values"))")
      overlay = try form.against.map {
        try MapOverlay(shown, over: known, x: $0.x, y: $0.y, seed: form.mapper.seed)
      }
    }
    let map = try form.mapped { try $0.map(vectors, called: name) }
    try form.write(
      map, numbers: shown.vectors, leading: leading, aspects: aspects, overlay: overlay, &invocation)
    return .done
  }

  // MARK: rows at a layer

  /// Other columns of the rows that a page may be coloured by.
  private static let mostColumns = 12

  private static func layer(
    _ name: String, of model: Predictor, _ form: MapForm, _ invocation: inout Invocation
  ) throws -> Outcome {
    let arguments = invocation.arguments
    try form.refuseAbout("the values of a column; '\(name)' is a layer, and its points are rows of DATA")
    guard let data = arguments.operand("DATA") else {
      throw CondenseError(
        .usage,
        "'\(name)' is a layer, whose map shows how it answers to rows; name a file of them: condense map"
          + " \(form.model) \(name) DATA")
    }
    let table = try arguments.table(for: verb, like: model.reading)
    guard table.rowCount > 0 else { throw CondenseError(.content, "\(data) has no rows to map") }
    let rows = form.mapper.rows(of: table.rowCount), threads = form.mapper.threads
    let layer = try Activations(of: model, on: table, rows: rows, threads: threads).layer(name)
    let leading =
      [MapAspect(targetOf: model, in: table, rows: rows)].compactMap(\.self)
      + [MapAspect(try model.predictions(for: table, rows: rows, threads: threads), of: model.target)]
    let read = model.schema.columns.filter { $0.kind != .ignored && $0.kind != .text && $0.kind != .image }
    let aspects = read.compactMap { table[$0.name] }.prefix(mostColumns).map { MapAspect($0, rows: rows) }
    let map = try form.mapped { try $0.map(layer, rows: rows, omitted: table.rowCount - rows.count) }
    try form.write(map, numbers: layer.values, leading: leading, aspects: aspects, overlay: nil, &invocation)
    return .done
  }

  private static func everyLayer(_ form: MapForm, _ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments
    try form.refuseAbout("the values of a column; --every-layer shows rows of DATA")
    guard arguments.operand("DATA") == nil, form.kind == .page else {
      throw CondenseError(
        .usage,
        form.kind == .page
          ? "--every-layer shows all layers; leave the layer out: condense map MODEL DATA --every-layer"
          : "--every-layer makes a page; give -o a name that ends with .html")
    }
    if Recommender.isRecommender(atFile: form.model) {
      throw CondenseError(
        .usage,
        "\(form.model) is a recommender, whose layers are not mapped; its items are: condense map"
          + " \(form.model) COLUMN")
    }
    let model = try ModelArgument.load(arguments)
    let table = try arguments.table(
      for: verb, like: model.reading, at: arguments.operand("COLUMN|LAYER"))
    guard table.rowCount > 0 else { throw CondenseError(.content, "\(table.name) has no rows to map") }
    let maps = try form.mapped { try LayerMaps(of: model, on: table, with: $0) }
    try PageFile.write(
      LayerMapsPage.html(maps, target: model.target, source: table.name), toFile: form.file.path)
    for stage in maps.stages {
      guard let agreement = stage.agreement, let target = maps.target else { continue }
      invocation.progress.remark(
        "\(stage.map.name): \(LayerMapsPage.measure(target)) \(FigureText.metric(agreement.value)), by chance"
          + " \(FigureText.metric(agreement.chance)) (p \(FigureText.p(agreement.p)))"
          + (stage.silhouette.map { ", silhouette \(FigureText.metric($0))" } ?? ""))
    }
    invocation.output.line(form.file.shown)
    return .done
  }
}
