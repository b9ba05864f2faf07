import Condense
import CondenseInsight

/// `condense neighbors`: the values of a column that a model has come to see alike.
package enum NeighborsCommand {
  private static let header = "value,rank,neighbor,similarity,count"

  package static let verb = Verb(
    "neighbors", "name the values whose learned vectors are most alike, as CSV",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand(
        "COLUMN", "a column with an embedding, or a part of a date; of a recommender its items",
        kind: .words([])),
      Operand(
        "VALUE", "values of the column, one a line", kind: .words([]), repeated: true, standardInput: true),
    ],
    options: [
      Option("count", short: "k", .whole(1...Int.max), "N", in: .task, "How many neighbours. Default: 10."),
      Option(
        "by", .choice(ValueNeighbors.Similarity.allCases.map(\.rawValue)), "MEASURE", in: .task,
        "cosine, or dot, in which long vectors count more. Default: cosine."),
      CommonOptions.threads,
      Option("json", in: .result, "One JSON object a value and line instead of CSV."), CommonOptions.quiet,
    ],
    examples: [
      Example(
        "condense neighbors flights.condense dest MIA FLL", "Airports whose vectors are most like these two"),
      Example(
        "cut -d, -f1 users.csv | condense neighbors ratings.condense film - -k 3", "For many values at once"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments
    let column = arguments.requiredOperand("COLUMN")
    let vectors = try ModelArgument.vectors(arguments)
    let search = try ValueNeighbors(
      vectors, by: arguments.text("by").flatMap(ValueNeighbors.Similarity.init(rawValue:)) ?? .cosine)
    let named = arguments.operands("VALUE"), isStream = named == ["-"]
    let values = isStream ? try StandardInput.lines() : named
    let answers = search.neighbors(
      of: values, count: arguments.whole("count") ?? 10,
      threads: arguments.whole("threads") ?? Processors.available)
    let strangers = zip(values, answers).filter { $1 == nil }.map(\.0)
    if let first = strangers.first {
      let question = NearestName.question(first, among: Array(vectors.values.prefix(20_000)))
      guard isStream else {
        throw CondenseError(.usage, "the column '\(column)' has no vector of '\(first)'\(question)")
      }
      invocation.progress.remark(
        strangers.count == 1
          ? "'\(first)' has no vector\(question)"
          : "\(Count.of(strangers.count, "value has", "values have")) no vector, '\(first)' first\(question)")
    }
    if !arguments.flag("json") { invocation.output.line(Self.header) }
    for case (let value, let answer?) in zip(values, answers) {
      if arguments.flag("json") {
        invocation.output.line(try JSONText.line(NeighborRecord(value: value, neighbors: answer)))
        continue
      }
      for (place, neighbor) in answer.enumerated() {
        invocation.output.write(
          CSVText.line([
            value, String(place + 1), neighbor.value, "\(neighbor.similarity)",
            neighbor.count.map(String.init) ?? "",
          ]))
      }
    }
    return .done
  }
}

/// A line of `neighbors --json`.
private struct NeighborRecord: Encodable {
  let value: String
  let neighbors: [ValueNeighbors.Neighbor]
}
