import Condense
import CondenseCore
import Foundation

/// One training workload, from weights and batches that the peer wrote.
///
/// `workload.json` says what the network is; `NAME.f32` and `NAME.i32` hold numbers row by row. After the agreement steps
/// the learned tensors are written to `NAME.out.f32`. Then each line on standard input is answered by one: `N` by the
/// seconds of one step, measured over N steps; `limit` by what the step has to do at least, and what that takes here;
/// `bits` by whether one thread learns the same bits; `memory` by the bytes that were held at most.
struct StepWorkload {
  private struct Description: Codable {
    var kind: String
    var batch: Int
    var batches: Int
    var optimizer: String
    var rate: Float
    var epsilon: Float
    var agreementSteps: Int
    var threads: Int
    var vocabulary: Int?
    var tokens: Int?
    var tables: Int?
    var widths: [Int]?
    var bottom: [Int]?
    var top: [Int]?
  }

  /// A stack of dense layers from their input on; `rectifies` its last one.
  private struct Stack {
    var widths: [Int]
    var rectifies = false
    /// Whether nothing below it is learned.
    var isFirst = true
  }

  private let folder: WorkloadFolder
  private let description: Description
  private let stacks: [Stack]
  private let examples: [Examples]
  private let network: NeuralNetwork
  private let memory: MemoryUse?

  init(folder path: String) throws {
    folder = WorkloadFolder(path)
    memory = MemoryUse()
    let d: Description = try folder.description()
    description = d
    let network: NeuralNetwork, stacks: [Stack]
    switch d.kind {
    case "bags":
      stacks = [Stack(widths: d.widths ?? [], isFirst: false)]
      network = try NeuralNetwork { n in
        let bag = n.bag("tokens", vocabularySize: d.vocabulary ?? 0)
        let value = n.embedding(bag, dimension: stacks[0].widths[0], table: "table1")
        n.output(Self.add(stacks[0], to: value, &n), loss: .softmaxCrossEntropy)
      }
    case "dlrm":
      let bottom = d.bottom ?? [], tables = d.tables ?? 0, width = bottom.last ?? 0
      stacks = [
        Stack(widths: bottom, rectifies: true),
        Stack(widths: [width + tables * (tables + 1) / 2] + (d.top ?? []), isFirst: false),
      ]
      network = try NeuralNetwork { n in
        let x = Self.add(stacks[0], to: n.numbers("numbers", width: bottom.first ?? 0), &n)
        let vectors = (1...tables).map { table in
          n.embedding(
            n.id("id\(table)", vocabularySize: d.vocabulary ?? 0), dimension: width, table: "table\(table)")
        }
        let joined = n.concatenate(x, n.pairwiseDots([x] + vectors))
        n.output(Self.add(stacks[1], to: joined, &n), loss: .binaryCrossEntropy)
      }
    default:
      stacks = [Stack(widths: d.widths ?? [])]
      network = try NeuralNetwork { n in
        let value = Self.add(stacks[0], to: n.numbers("numbers", width: stacks[0].widths[0]), &n)
        n.output(value, loss: stacks[0].widths.last == 1 ? .squaredError : .softmaxCrossEntropy)
      }
    }
    self.network = network
    self.stacks = stacks
    examples = try (0..<d.batches).map { try Self.batch($0, d, stacks, folder: WorkloadFolder(path)) }
  }

  private static func add(
    _ stack: Stack, to value: NetworkValue, _ n: inout NetworkBuilder
  ) -> NetworkValue {
    stack.widths.indices.dropFirst().reduce(value) { value, place in
      let isLast = place == stack.widths.count - 1 && !stack.rectifies
      return n.dense(value, units: stack.widths[place], activation: isLast ? .linear : .relu)
    }
  }

  private static func batch(
    _ place: Int, _ d: Description, _ stacks: [Stack], folder: WorkloadFolder
  ) throws -> Examples {
    var columns: [String: Examples.Column] = [:]
    let vocabulary = d.vocabulary ?? 0
    if let tokens = d.tokens {
      columns["tokens"] = .bags(
        try BagColumn(
          offsets: (0...d.batch).map { Int64($0 * tokens) }, ids: folder.read("ids\(place).i32"),
          vocabularySize: vocabulary))
    } else {
      columns["numbers"] = .numbers(
        try NumberColumns(folder.read("numbers\(place).f32"), width: stacks[0].widths[0]))
    }
    if let tables = d.tables {
      let ids: [Int32] = try folder.read("ids\(place).i32")
      for table in 0..<tables {
        columns["id\(table + 1)"] = .ids(
          try IdColumn(Array(ids[table * d.batch..<(table + 1) * d.batch]), vocabularySize: vocabulary))
      }
    }
    let isClasses = d.kind != "dlrm" && stacks[0].widths.last != 1
    let target: Examples.Target =
      try isClasses
      ? .classes(folder.read("targets\(place).i32")) : .numbers(folder.read("targets\(place).f32"))
    return try Examples(columns: columns, targets: ["target": target])
  }

  // MARK: learning

  private func trainer(threads: Int) throws -> Trainer {
    let d = description
    let trainer = try Trainer(
      network, optimizer: d.optimizer == "adagrad" ? .adagrad(epsilon: d.epsilon) : .adam(epsilon: d.epsilon),
      learningRate: d.rate, batchSize: d.batch, threads: threads)
    for tensor in tensors { try trainer.parameters.set(folder.read(tensor), for: tensor.parameter) }
    for step in 0..<d.agreementSteps {
      try trainer.step(examples[step % examples.count], rows: 0..<d.batch)
    }
    trainer.settle()
    return trainer
  }

  private var tensors: [WorkloadFolder.Tensor] {
    WorkloadFolder.tensors(
      tables: description.tables ?? (description.tokens == nil ? 0 : 1), layers: stacks.map(\.widths))
  }

  func serve() throws {
    let trainer = try trainer(threads: description.threads)
    for tensor in tensors { try folder.write(trainer.parameters.values(of: tensor.parameter), as: tensor) }
    Limits.say("ready")
    var turn = 0
    while let line = readLine() {
      switch line {
      case "limit": try Limits.say(limit())
      case "memory":
        let needed = trainer.parameters.count * 4 + trainer.stateBytes + examples.reduce(0) { $0 + $1.bytes }
        Limits.say("{\"peak\": \(memory?.peakBytes ?? 0), \"needed\": \(needed)}")
      case "bits":
        let alone = try self.trainer(threads: 1), together = try self.trainer(threads: description.threads)
        let isSame = try tensors.allSatisfy {
          try alone.parameters.values(of: $0.parameter).map(\.bitPattern)
            == together.parameters.values(of: $0.parameter).map(\.bitPattern)
        }
        Limits.say(isSame ? "true" : "false")
      default:
        let count = Int(line) ?? 1, start = Limits.now()
        for _ in 0..<count {
          try trainer.step(examples[turn % examples.count], rows: 0..<description.batch)
          turn += 1
        }
        Limits.say(String((Limits.now() - start) / Double(count)))
      }
    }
  }

  // MARK: the limit

  /// The flops of a step; the rows that it reads, and those that it updates with their state, and what each of these takes
  /// in the order of the batches.
  private func limit() throws -> String {
    let d = description
    var flops = 0
    for stack in stacks {
      for (place, (inputs, units)) in zip(stack.widths, stack.widths.dropFirst()).enumerated() {
        // Nobody asks for the gradient of what was given.
        flops += (stack.isFirst && place == 0 ? 4 : 6) * d.batch * inputs * units
      }
    }
    var reads = 0, updates = 0, readSeconds = 0.0, accessSeconds = 0.0
    if let vocabulary = d.vocabulary {
      let width = d.kind == "dlrm" ? stacks[0].widths.last ?? 0 : stacks[0].widths[0]
      // All batches one after the other: what comes again only after them has left the caches as it does in the steps.
      var rows: [Int32] = [], distinct: [Int32] = []
      for batch in 0..<d.batches {
        var own: [Int32] = try folder.read("ids\(batch).i32")
        // The tables of a DLRM stand one after the other.
        if d.kind == "dlrm" {
          for place in own.indices { own[place] += Int32(place / d.batch * vocabulary) }
        }
        var seen = Set<Int32>()
        rows += own
        distinct += own.filter { seen.insert($0).inserted }
      }
      if d.kind == "dlrm" {
        let vectors = (d.tables ?? 0) + 1
        flops += 3 * d.batch * vectors * (vectors - 1) * width
      }
      let size = vocabulary * max(1, d.tables ?? 1)
      (reads, updates) = (rows.count / d.batches, distinct.count / d.batches)
      readSeconds = Limits.rowReads(vocabulary: size, width: width, rows: rows, threads: d.threads)
      accessSeconds = Limits.rowAccess(vocabulary: size, width: width, rows: distinct, threads: d.threads)
    }
    return """
      {"flops": \(flops), "rows_read": \(reads), "read_ns": \(readSeconds * 1e9), "rows_updated": \(updates), \
      "update_ns": \(accessSeconds * 1e9)}
      """
  }
}
