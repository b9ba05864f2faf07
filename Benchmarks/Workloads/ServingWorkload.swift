import Condense
import Foundation

/// Predictions of rows of ids and numbers, with weights that the peer wrote; its outputs go to `outputs.f32`.
///
/// Each line `N` on standard input is answered by the median seconds of N calls; a call predicts all rows, one row alone
/// through a workspace. `bits` is answered by whether two threads give the same bits.
struct ServingWorkload {
  private struct Description: Codable {
    var rows: Int
    var columns: Int
    var vocabulary: Int
    var dimension: Int
    var numbers: Int
    var widths: [Int]
  }

  private let folder: WorkloadFolder
  private let description: Description
  private let inference: Inference
  private let ids: [Int32]
  private let numbers: [Float]

  init(folder path: String) throws {
    folder = WorkloadFolder(path)
    let d: Description = try folder.description()
    description = d
    let network = try NeuralNetwork { n in
      let vectors = (1...d.columns).map { column in
        n.embedding(
          n.id("id\(column)", vocabularySize: d.vocabulary), dimension: d.dimension, table: "table\(column)")
      }
      var value = n.concatenate(vectors + [n.numbers("numbers", width: d.numbers)])
      for place in d.widths.indices.dropFirst() {
        value = n.dense(
          value, units: d.widths[place], activation: place == d.widths.count - 1 ? .linear : .relu)
      }
      n.output(value, loss: .softmaxCrossEntropy)
    }
    let trainer = try Trainer(network, optimizer: .sgd(), learningRate: 0, batchSize: 1)
    for tensor in WorkloadFolder.tensors(tables: d.columns, layers: [d.widths]) {
      try trainer.parameters.set(folder.read(tensor), for: tensor.parameter)
    }
    inference = try Inference(trainer.plan, parameters: trainer.finish())
    ids = try folder.read("ids.i32")
    numbers = try folder.read("numbers.f32")
  }

  func serve() throws {
    let d = description
    var columns: [String: Examples.Column] = [
      "numbers": .numbers(try NumberColumns(numbers, width: d.numbers))
    ]
    for column in 0..<d.columns {
      let own = stride(from: column, to: ids.count, by: d.columns).map { ids[$0] }
      columns["id\(column + 1)"] = .ids(try IdColumn(own, vocabularySize: d.vocabulary))
    }
    let examples = try Examples(columns: columns)
    try folder.write(inference.outputs(examples), "outputs.f32")
    let workspace = try inference.makeWorkspace(rows: d.rows)
    let names = (1...d.columns).map { "id\($0)" }
    var logits = [Float](repeating: 0, count: d.widths.last ?? 0)
    func call() throws {
      guard d.rows == 1 else {
        logits[0] = try inference.outputs(examples)[0]
        return
      }
      for (column, name) in names.enumerated() {
        try workspace.set(ids: ids.span.extracting(column..<column + 1), of: name)
      }
      try workspace.set(numbers: numbers.span, of: "numbers")
      var output = logits.mutableSpan
      try inference.output(of: workspace, into: &output)
    }
    Limits.say("ready")
    while let line = readLine() {
      if line == "bits" {
        let isSame = try inference.outputs(examples, threads: 2) == inference.outputs(examples)
        Limits.say(isSame ? "true" : "false")
        continue
      }
      var seconds: [Double] = []
      for _ in 0..<max(1, Int(line) ?? 1) {
        let start = Limits.now()
        try call()
        seconds.append(Limits.now() - start)
      }
      Limits.say(String(seconds.sorted()[seconds.count / 2]))
    }
  }
}
