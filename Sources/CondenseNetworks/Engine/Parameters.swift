import CondenseCore

/// What makes up for steps that rows of embeddings have missed.
protocol RowSettler: AnyObject {
  /// Brings every row up to date, in place.
  func settle()
  /// A row as it would be then; nothing changes.
  func settledRow(_ row: Int, of parameter: Int) -> [Float]
}

/// The learned numbers of one network, each parameter in memory of its own.
///
/// One `Trainer` changes them in place; afterwards they are frozen and may be read from any thread. Copying is
/// explicit: nothing here copies on write. What is read here between two steps is what a dense optimizer would have:
/// rows that have missed steps are read as if they had made them.
/// `@unchecked Sendable`: one trainer, which is not `Sendable`, holds them exclusively until `freeze()`.
public final class Parameters: @unchecked Sendable {
  /// What there is, in the order of the network.
  public let plans: [ParameterPlan]
  package let memory: [FloatMemory]
  private let places: [String: Int]
  package private(set) var isFrozen = false
  /// The engine of the trainer that changes them.
  private weak var engine: (any RowSettler)?
  /// Whether rows of embeddings have missed steps that the engine has yet to make up for.
  var isBehind = false
  /// How often numbers were set from outside: a trainer renews what it has made of them.
  package private(set) var changes = 0

  /// Fresh parameters: a function of network and seed, whatever the machine.
  /// - Throws: `CondenseError` of kind `machine` when memory is lacking.
  public init(for plan: NetworkPlan, seed: UInt64) throws {
    plans = plan.parameters
    places = Self.places(plans)
    memory = try plans.map { try FloatMemory(count: $0.storedCount) }
    for (parameter, memory) in zip(plans, memory) {
      switch parameter.initial {
      case .constant(let value):
        if value != 0 {
          Self.store([Float](repeating: value, count: parameter.count), parameter, memory)
        }
      case .uniform(let bound):
        let random = Philox(seed: seed, purpose: "initial \(parameter.name)")
        if case .rows = parameter.kind, parameter.rowStride == parameter.columns {
          random.fillUniform(memory.base, count: parameter.count, bound: bound)
          continue
        }
        var row = [Float](repeating: 0, count: parameter.columns)
        for i in 0..<parameter.rows {
          row.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return }
            random.fillUniform(base, count: parameter.columns, bound: bound, from: i * parameter.columns)
          }
          for (column, value) in row.enumerated() {
            memory.base[parameter.offset(row: i, column: column)] = value
          }
        }
      }
    }
  }

  /// Zeros, to be filled from a file.
  package convenience init(empty plan: NetworkPlan) throws {
    self.init(
      plans: plan.parameters, memory: try plan.parameters.map { try FloatMemory(count: $0.storedCount) })
  }

  private init(plans: [ParameterPlan], memory: [FloatMemory]) {
    self.plans = plans
    self.memory = memory
    places = Self.places(plans)
  }

  private static func places(_ plans: [ParameterPlan]) -> [String: Int] {
    Dictionary(plans.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Another set with the same numbers, not frozen.
  public func copy() throws -> Parameters {
    let other = Parameters(plans: plans, memory: try memory.map { try $0.copy() })
    if isBehind, let engine {
      for (index, plan) in plans.enumerated() where plan.isRows {
        for row in 0..<plan.rows {
          let numbers = engine.settledRow(row, of: index)
          for (column, value) in numbers.enumerated() {
            other.memory[index].base[plan.offset(row: row, column: column)] = value
          }
        }
      }
    }
    return other
  }

  /// From now on nobody may change them.
  package func freeze() {
    bringUpToDate()
    isFrozen = true
  }

  /// From now on an engine changes them.
  /// - Throws: `CondenseError` of kind `usage` when they are frozen, or another trainer holds them.
  func claim(by engine: some RowSettler) throws(CondenseError) {
    guard !isFrozen else {
      throw CondenseError(.usage, "these parameters belong to a finished model; train a `copy()`")
    }
    guard self.engine == nil else {
      throw CondenseError(.usage, "another trainer holds these parameters; train a `copy()`")
    }
    self.engine = engine
  }

  /// Makes up for the steps that rows have missed, before their numbers are read where they stand.
  func bringUpToDate() {
    if isBehind { engine?.settle() }
  }

  /// Takes the numbers of another set of the same network.
  package func update(from other: Parameters) {
    bringUpToDate()
    other.bringUpToDate()
    changes += 1
    for (mine, theirs) in zip(memory, other.memory) {
      mine.base.update(from: theirs.base, count: mine.count)
    }
  }

  /// Numbers in all.
  public var count: Int { plans.reduce(0) { $0 + $1.count } }

  /// The place of a parameter by name.
  public func index(of name: String) -> Int? { places[name] }

  /// The numbers of a parameter, `rows × columns`, row by row.
  /// - Throws: `CondenseError` of kind `usage` when there is no such parameter.
  public func values(of name: String) throws -> [Float] { values(at: try place(of: name)) }

  package func values(at index: Int) -> [Float] {
    let plan = plans[index], base = memory[index].base
    if isBehind, plan.isRows, let engine {
      return (0..<plan.rows).flatMap { engine.settledRow($0, of: index) }
    }
    return [Float](unsafeUninitializedCapacity: plan.count) { buffer, count in
      var i = 0
      for row in 0..<plan.rows {
        for column in 0..<plan.columns {
          buffer[i] = base[plan.offset(row: row, column: column)]
          i += 1
        }
      }
      count = plan.count
    }
  }

  /// One row of a parameter: the vector of an id.
  package func row(_ row: Int, at index: Int) -> [Float] {
    let plan = plans[index], base = memory[index].base
    if isBehind, plan.isRows, let engine { return engine.settledRow(row, of: index) }
    return (0..<plan.columns).map { base[plan.offset(row: row, column: $0)] }
  }

  /// How many rows of a parameter are what they were before training with a seed, bit by bit.
  package func unchangedRows(at index: Int, since seed: UInt64) -> Int {
    let plan = plans[index]
    guard case .uniform(let bound) = plan.initial else { return 0 }
    let random = Philox(seed: seed, purpose: "initial \(plan.name)")
    var row = [Float](repeating: 0, count: plan.columns)
    return (0..<plan.rows).count { i in
      row.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        random.fillUniform(base, count: plan.columns, bound: bound, from: i * plan.columns)
      }
      return row == self.row(i, at: index)
    }
  }

  /// Replaces the numbers of a parameter, before training or between two steps.
  /// - Throws: `CondenseError` when there is no such parameter, the count differs, or they are frozen.
  public func set(_ values: [Float], for name: String) throws {
    let index = try place(of: name)
    guard values.count == plans[index].count else {
      throw CondenseError(
        .content,
        "'\(name)' holds \(plans[index].rows) × \(plans[index].columns) numbers, not \(values.count)")
    }
    guard !isFrozen else {
      throw CondenseError(.usage, "these parameters belong to a finished model; change a `copy()`")
    }
    bringUpToDate()
    Self.store(values, plans[index], memory[index])
    changes += 1
  }

  /// Multiplies each row of an embedding by a factor of its own.
  package func scaleRows(at index: Int, by factors: [Float]) {
    let plan = plans[index]
    precondition(factors.count == plan.rows && !isFrozen)
    bringUpToDate()
    for (row, factor) in factors.enumerated() {
      UpdateRule.scale(memory[index].base + row * plan.rowStride, by: factor, count: plan.rowStride)
    }
  }

  package func place(of name: String) throws -> Int {
    guard let index = index(of: name) else {
      throw CondenseError(
        .usage, "the network has no parameter '\(name)'; it has \(plans.map(\.name).joined(separator: ", "))")
    }
    return index
  }

  private static func store(_ values: [Float], _ plan: ParameterPlan, _ memory: FloatMemory) {
    for row in 0..<plan.rows {
      for column in 0..<plan.columns {
        memory.base[plan.offset(row: row, column: column)] = values[row * plan.columns + column]
      }
    }
  }

  /// Sets the constants of a `Standardization` from data: mean and 1 / standard deviation of each column, in
  /// Double and in order; a column that never varies keeps scale 1.
  ///
  /// - Throws: `CondenseError` when there is no such layer, or its width is another.
  public func standardize(_ name: String, to numbers: NumberColumns) throws {
    let width = numbers.width, rows = numbers.count
    var mean = [Double](repeating: 0, count: width), square = mean
    for row in 0..<rows {
      for column in 0..<width { mean[column] += Double(numbers.numbers.base[row * width + column]) }
    }
    for column in 0..<width { mean[column] /= Double(max(rows, 1)) }
    for row in 0..<rows {
      for column in 0..<width {
        let difference = Double(numbers.numbers.base[row * width + column]) - mean[column]
        square[column] += difference * difference
      }
    }
    try set(mean.map(Float.init), for: "\(name).mean")
    try set(
      square.map { $0 > 0 ? Float(1 / ($0 / Double(rows)).squareRoot()) : 1 }, for: "\(name).scale")
  }
}

extension ParameterPlan {
  var isRows: Bool { if case .rows = kind { true } else { false } }
  /// The panels of a product.
  package var panels: PanelLayout { PanelLayout(inputs: rows, units: columns) }
  /// Numbers from one row of an embedding to the next.
  package var rowStride: Int { RowKernels.stride(width: columns) }

  /// Numbers with padding.
  package var storedCount: Int {
    switch kind {
    case .product: panels.count
    case .rows: rows * rowStride
    case .perTile, .constant: roundedUp(count, toMultipleOf: 16)
    }
  }

  /// Place of one number in memory.
  @inline(__always)
  package func offset(row: Int, column: Int) -> Int {
    switch kind {
    case .product: panels.offset(input: row, unit: column)
    case .rows: row * rowStride + column
    case .perTile, .constant: row * columns + column
    }
  }
}
