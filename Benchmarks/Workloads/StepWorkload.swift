import Condense
import Foundation

/// One training workload of TARGETS, from weights and batches that the peer wrote.
///
/// `workload.json` says what the network is; `NAME.f32` and `NAME.i32` hold numbers row by row. After the
/// agreement steps the learned tensors are written to `NAME.out.f32`; then every line `N` on standard input
/// is answered by the seconds of one step, measured over N steps.
struct StepWorkload {
  struct Description: Codable {
    var vocabulary: Int?
    var dimension: Int?
    var tokens: Int?
    var widths: [Int]
    var batch: Int
    var batches: Int
    var optimizer: String
    var rate: Float
    var epsilon: Float
    var agreementSteps: Int
    var threads: Int
  }

  let folder: URL
  let description: Description
  let examples: [Examples]
  let trainer: Trainer
  /// Our names of the peer's tensors; dense weights are written `units × inputs` there.
  private var tensors: [(file: String, parameter: String, transposed: (rows: Int, columns: Int)?)] = []

  init(folder path: String) throws {
    let folder = URL(fileURLWithPath: path)
    let description = try JSONDecoder().decode(
      Description.self, from: Data(contentsOf: folder.appendingPathComponent("workload.json")))
    self.folder = folder
    self.description = description
    let d = description
    let isClasses = d.widths.last != 1
    let network = try NeuralNetwork { n in
      var value: NetworkValue
      if let vocabulary = d.vocabulary, let dimension = d.dimension {
        value = n.embedding(n.bag("tokens", vocabularySize: vocabulary), dimension: dimension)
      } else {
        value = n.numbers("numbers", width: d.widths[0])
      }
      for (place, units) in d.widths.dropFirst().enumerated() {
        value = n.dense(
          value, units: units, activation: place == d.widths.count - 2 ? .linear : .relu)
      }
      n.output(value, loss: isClasses ? .softmaxCrossEntropy : .squaredError)
    }
    let optimizer: Optimizer = d.optimizer == "adagrad" ? .adagrad() : .adam(epsilon: d.epsilon)
    trainer = try Trainer(
      network, optimizer: optimizer, learningRate: d.rate, batchSize: d.batch, threads: d.threads)

    if d.vocabulary != nil { tensors.append(("table", "embedding.tokens", nil)) }
    for place in 1..<d.widths.count {
      tensors.append(
        ("weight\(place)", "dense\(place).weight", (d.widths[place], d.widths[place - 1])))
      tensors.append(("bias\(place)", "dense\(place).bias", nil))
    }
    for tensor in tensors {
      let values: [Float] = try Self.read(folder, "\(tensor.file).f32")
      try trainer.parameters.set(
        tensor.transposed.map { Self.transpose(values, rows: $0.rows, columns: $0.columns) } ?? values,
        for: tensor.parameter)
    }
    examples = try (0..<d.batches).map { batch in
      var columns: [String: Examples.Column] = [:]
      if let vocabulary = d.vocabulary, let tokens = d.tokens {
        let ids: [Int32] = try Self.read(folder, "ids\(batch).i32")
        let offsets = (0...d.batch).map { Int64($0 * tokens) }
        columns["tokens"] = .bags(
          try BagColumn(offsets: offsets, ids: ids, vocabularySize: vocabulary))
      } else {
        columns["numbers"] = .numbers(
          try NumberColumns(Self.read(folder, "numbers\(batch).f32"), width: d.widths[0]))
      }
      let target: Examples.Target =
        try isClasses
        ? .classes(Self.read(folder, "targets\(batch).i32"))
        : .numbers(Self.read(folder, "targets\(batch).f32"))
      return try Examples(columns: columns, targets: ["target": target])
    }
  }

  func serve() throws {
    var turn = 0
    func step() throws {
      try trainer.step(examples[turn % examples.count], rows: 0..<description.batch)
      turn += 1
    }
    for _ in 0..<description.agreementSteps { try step() }
    trainer.settle()
    for tensor in tensors {
      let values = try trainer.parameters.values(of: tensor.parameter)
      let out =
        tensor.transposed.map { Self.transpose(values, rows: $0.columns, columns: $0.rows) } ?? values
      try out.withUnsafeBytes { Data($0) }.write(
        to: folder.appendingPathComponent("\(tensor.file).out.f32"))
    }
    Limits.say("ready")
    while let line = readLine(), let count = Int(line), count > 0 {
      let start = DispatchTime.now().uptimeNanoseconds
      for _ in 0..<count { try step() }
      Limits.say(String(Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 / Double(count)))
    }
  }

  private static func read<Element: BitwiseCopyable>(_ folder: URL, _ name: String) throws -> [Element] {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return data.withUnsafeBytes { Array($0.bindMemory(to: Element.self)) }
  }

  private static func transpose(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<rows * columns).map { values[($0 % rows) * columns + $0 / rows] }
  }
}
