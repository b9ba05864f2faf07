import Condense
import CondenseInsight

/// `condense neurons`: what each neuron of a layer reads, when it fires, and what it is good for.
package enum NeuronsCommand {
  package static let verb = Verb(
    "neurons", "show what each neuron of a layer reads, when it fires and what it is good for",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand("LAYER", "a layer, as summary lists them", kind: .words([])),
      Operand("DATA", "rows that it answers to, best with the target", standardInput: true),
    ],
    synopsis: "[-o FILE]",
    options: [
      CommonOptions.labels, CommonOptions.skipBadRows, CommonOptions.seed, CommonOptions.threads,
      CommonOptions.output("A page (.html) as well."), CommonOptions.force, CommonOptions.json,
      CommonOptions.quiet,
    ],
    examples: [
      Example("condense neurons flights.condense dense2 test.csv", "Which neurons would be missed"),
      Example("condense neurons flights.condense dense1 test.csv -o neurons.html", "A page, too"),
    ])

  /// Neurons that are listed on a terminal.
  private static let most = 20

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments
    let path = arguments.requiredOperand("MODEL"), layer = arguments.requiredOperand("LAYER")
    if Recommender.isRecommender(atFile: path) {
      throw CondenseError(
        .usage, "\(path) is a recommender; neurons looks at models that predict a column")
    }
    let model = try ModelArgument.load(arguments)
    _ = try model.node(ofLayer: layer)
    let file = try arguments.text("output").map {
      try OutputFile(
        $0, force: arguments.flag("force"), inputs: [path, arguments.requiredOperand("DATA")],
        isOurs: PageFile.isOurs)
    }
    let table = try arguments.table(for: verb, like: model.reading)
    let found = try LayerNeurons(
      layer, of: model, on: table, seed: UInt64(arguments.whole("seed") ?? 1),
      threads: arguments.whole("threads") ?? Processors.available)
    if arguments.flag("json") {
      invocation.output.line(try JSONText.line(found))
    } else {
      write(found, to: &invocation.output)
    }
    if let file {
      try PageFile.write(NeuronsPage.html(found, on: table), toFile: file.path)
      if !arguments.flag("json") { invocation.output.line(file.shown) }
    }
    return .done
  }

  private static func write(_ found: LayerNeurons, to output: inout Output) {
    for line in Paragraph.lines("\(found.layer): \(NeuronWords.method(found))", width: 110) {
      output.line(Terminal.plain(line))
    }
    for line in NeuronWords.faults(found) {
      for part in Paragraph.lines(line, width: 110) { output.line(Terminal.plain(part)) }
    }
    output.line()
    var table = TextTable(NeuronWords.header(found))
    for neuron in found.neurons.prefix(most) {
      table.add(NeuronWords.cells(neuron, of: found).map(Terminal.plain))
    }
    output.write(table.text)
    if found.neurons.count > most {
      output.line("and \(found.neurons.count - most) more; --json or -o gives all")
    }
  }
}
