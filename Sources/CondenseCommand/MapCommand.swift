import Condense
import CondenseInsight

/// `condense map`: the values of a column as points, those alike near each other.
package enum MapCommand {
  package static let verb = Verb(
    "map", "lay the values of a column out as a map to look at, search and colour",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand(
        "COLUMN", "a column with an embedding, or a part of a date; of a recommender its items",
        kind: .words([])),
    ],
    synopsis: "[-o FILE]",
    options: [
      Option(
        "about", .file, "FILE", in: .data,
        "What is known of the values: a table whose first column holds them; the others give colours."),
      Option("groups", .whole(1...50), "N", in: .task, "Groups of k-means. Default: 8."),
      Option(
        "perplexity", .number(.from(2, to: 200)), "P", in: .task,
        "About how many neighbours t-SNE keeps together. Default: 30."),
      CommonOptions.seed, CommonOptions.threads,
      CommonOptions.output("A page (.html) or a drawing (.svg). Default: MODEL's name + .map.html."),
      CommonOptions.force, CommonOptions.quiet,
    ],
    examples: [
      Example("condense map flights.condense dest", "A page: airports that are delayed alike stand together"),
      Example("condense map flights.condense dest -o dest.svg", "A drawing for a paper"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments, progress = invocation.progress
    let path = arguments.requiredOperand("MODEL"), column = arguments.requiredOperand("COLUMN")
    let about = arguments.text("about")
    let output = arguments.text("output") ?? OutputFile.defaultPath(for: path, extension: "map.html")
    let isDrawing = output.lowercased().hasSuffix(".svg")
    guard isDrawing || output.lowercased().hasSuffix(".html") else {
      throw CondenseError(
        .usage, "-o \(output): the ending says what is made; .html (a page) or .svg (a drawing) was expected")
    }
    let file = try OutputFile(
      output, force: arguments.flag("force"), inputs: [path] + [about].compactMap(\.self),
      isOurs: PageFile.isOurs)
    let vectors = try ModelArgument.vectors(arguments)
    let table = try about.map { try Table(contentsOfFile: $0) }
    var mapper = Mapper()
    mapper.perplexity = arguments.number("perplexity") ?? mapper.perplexity
    mapper.groups = arguments.whole("groups") ?? mapper.groups
    mapper.seed = UInt64(arguments.whole("seed") ?? 1)
    mapper.threads = arguments.whole("threads") ?? mapper.threads
    var aspects: [MapAspect] = []
    if let table {
      let mapped = vectors.values.prefix(mapper.mostPoints)
      let found = try MapAspect.all(of: Array(mapped), from: table)
      aspects = found.aspects
      progress.remark(
        "\(table.name) knows \(NumberText.grouped(found.known)) of \(Count.of(mapped.count, "value", "values"))"
      )
    }
    let chosen = mapper
    let map = try StopSignal.watching { isReceived in
      var mapper = chosen
      mapper.isCancelled = isReceived
      return try mapper.map(vectors, called: column)
    }
    try PageFile.write(
      isDrawing ? MapDrawing.svg(map) : MapPage.html(map, aspects: aspects), toFile: file.path)
    for line in Paragraph.lines(MapPage.notes(map), width: 110) { progress.remark(line) }
    invocation.output.line(file.shown)
    return .done
  }
}
