import CondenseCore

/// Encoded data: for each input of a network a column, for each output a target, all of one length.
///
/// Immutable; ids were checked when the columns were made.
public final class Examples: Sendable {
  /// What an input receives.
  public enum Column: Sendable {
    /// Fixed numbers of ids.
    case ids(IdColumn)
    /// Bags.
    case bags(BagColumn)
    /// Numbers.
    case numbers(NumberColumns)

    /// Examples.
    public var count: Int {
      switch self {
      case .ids(let column): column.count
      case .bags(let column): column.count
      case .numbers(let column): column.count
      }
    }

    /// Bytes in memory.
    package var bytes: Int {
      switch self {
      case .ids(let column): column.ids.count * 4
      case .bags(let column):
        column.idCount * (column.isWeighted ? 8 : 4) + column.offsets.count * 8
      case .numbers(let column): column.numbers.count * 4
      }
    }
  }

  /// What an output is trained towards.
  public struct Target: Sendable {
    let classes: AlignedMemory<Int32>?
    let numbers: FloatMemory?
    let bags: BagColumn?
    let width: Int

    private init(
      classes: AlignedMemory<Int32>? = nil, numbers: FloatMemory? = nil, bags: BagColumn? = nil, width: Int
    ) {
      self.classes = classes
      self.numbers = numbers
      self.bags = bags
      self.width = width
    }

    /// Classes `0..<n`.
    ///
    /// - Parameter missing: what stands for no class, −1 where anything does; nil where all examples have one.
    /// - Throws: `CondenseError` of kind `content` when another class is negative.
    public static func classes(_ classes: [Int32], missing: Int32? = nil) throws -> Target {
      if let place = classes.firstIndex(where: { $0 < 0 && $0 != missing }) {
        throw CondenseError(
          .content,
          "class \(classes[place]) at place \(place); classes start at 0"
            + (missing == nil ? ", and `missing:` says what stands for none" : ""))
      }
      let known = missing.map { missing in classes.map { $0 == missing ? -1 : $0 } } ?? classes
      return Target(classes: try AlignedMemory(copying: known), width: 1)
    }

    /// Rows of `width` numbers; NaN is missing.
    /// - Throws: `CondenseError` of kind `content` when the numbers do not make whole rows, or one is infinite.
    public static func numbers(_ numbers: [Float], width: Int = 1) throws -> Target {
      guard width > 0, numbers.count % width == 0 else {
        throw CondenseError(.content, "\(numbers.count) targets do not make whole rows of \(width)")
      }
      if let place = numbers.firstIndex(where: \.isInfinite) {
        throw CondenseError(.content, "target \(place / width + 1) is \(numbers[place]), no finite number")
      }
      return Target(numbers: try FloatMemory(copying: numbers), width: width)
    }

    /// Several classes at once. Under softmax cross-entropy each is a target, with its weight or 1, and an
    /// empty bag is missing; under binary cross-entropy classes in the bag are 1 and all others 0, and the loss
    /// is their sum, a mean over examples.
    public static func classes(_ bags: BagColumn) -> Target { Target(bags: bags, width: 1) }

    /// Bytes in memory.
    var bytes: Int {
      (classes?.count ?? 0) * 4 + (numbers?.count ?? 0) * 4 + (bags.map { Column.bags($0).bytes } ?? 0)
    }

    var count: Int { classes?.count ?? bags?.count ?? (numbers?.count ?? 0) / width }
  }

  /// Examples.
  public let count: Int
  let columns: [String: Column]
  let targets: [String: Target]
  let weights: FloatMemory?

  /// - Parameters:
  ///   - columns: by the names of the network's inputs.
  ///   - targets: by the names of its outputs; none for prediction.
  ///   - weights: how much each example counts, or nil for 1.
  /// - Throws: `CondenseError` of kind `content` when lengths differ, or a weight is negative or not finite.
  public init(columns: [String: Column], targets: [String: Target] = [:], weights: [Float]? = nil) throws {
    var lengths = columns.map { ($0.key, $0.value.count) } + targets.map { ($0.key, $0.value.count) }
    if let weights { lengths.append(("weights", weights.count)) }
    lengths.sort { $0.0 < $1.0 }
    let count = lengths.first?.1 ?? 0
    if let odd = lengths.first(where: { $0.1 != count }) {
      throw CondenseError(
        .content, "'\(odd.0)' has \(odd.1) examples where '\(lengths[0].0)' has \(count)")
    }
    if let weights, let place = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw CondenseError(
        .content, "the weight at place \(place) is \(weights[place]); weights are finite and not negative")
    }
    self.count = count
    self.columns = columns
    self.targets = targets
    self.weights = if let weights { try FloatMemory(copying: weights) } else { nil }
  }

  /// Bytes of all columns, targets and weights in memory.
  package var bytes: Int {
    columns.values.reduce(0) { $0 + $1.bytes } + targets.values.reduce(0) { $0 + $1.bytes }
      + (weights?.count ?? 0) * 4
  }

  /// The part of them that bags take.
  package var bagBytes: Int {
    columns.values.reduce(0) { if case .bags = $1 { $0 + $1.bytes } else { $0 } }
  }

  /// Checks that every input of a network is there in the right shape, and the targets if wanted.
  /// - Throws: `CondenseError` of kind `content` that names the first that does not fit.
  public func check(against plan: NetworkPlan, needsTargets: Bool) throws {
    for node in plan.network.nodes {
      guard case .input(let shape) = node.content else { continue }
      guard let column = columns[node.name] else {
        throw CondenseError(.content, "the examples lack the input '\(node.name)'")
      }
      let fits =
        switch (shape, column) {
        case (.ids(let perExample, let size), .ids(let c)):
          c.perExample == perExample && c.vocabularySize <= size
        case (.bag(let size), .bags(let c)): c.vocabularySize <= size
        case (.value(let shape), .numbers(let c)): c.width == shape.size
        default: false
        }
      guard fits else {
        throw CondenseError(.content, "the examples' '\(node.name)' does not fit the network's input")
      }
    }
    guard needsTargets else { return }
    for output in plan.network.outputs {
      guard let target = targets[output.name] else {
        throw CondenseError(.content, "the examples lack the target '\(output.name)'")
      }
      let width = plan.nodes[output.node].output.size
      if let bags = target.bags, output.loss != .squaredError {
        guard bags.vocabularySize <= width else {
          throw CondenseError(
            .content,
            "the target '\(output.name)' has \(bags.vocabularySize) classes; the output has \(width)")
        }
      } else if output.loss == .softmaxCrossEntropy {
        guard let classes = target.classes else {
          throw CondenseError(.content, "the target '\(output.name)' has to be classes")
        }
        if let bad = classes.elements.first(where: { $0 >= Int32(width) }) {
          throw CondenseError(
            .content, "the target '\(output.name)' holds class \(bad); the output has \(width)")
        }
      } else if target.numbers == nil || target.width != width {
        throw CondenseError(.content, "the target '\(output.name)' has to be \(width) numbers an example")
      } else if output.loss == .binaryCrossEntropy,
        let bad = target.numbers?.elements.first(where: { $0 < 0 || $0 > 1 })
      {
        throw CondenseError(
          .content,
          "the target '\(output.name)' holds \(bad); binary cross-entropy takes numbers from 0 to 1")
      }
    }
  }
}

/// Which examples make a batch.
package enum RowSelection {
  /// A run of examples.
  case range(Range<Int>)
  /// Examples by number.
  case listed(UnsafeBufferPointer<Int32>)

  package var count: Int {
    switch self {
    case .range(let range): range.count
    case .listed(let list): list.count
    }
  }

  @inline(__always)
  package subscript(place: Int) -> Int {
    switch self {
    case .range(let range): range.lowerBound + place
    case .listed(let list): Int(list[place])
    }
  }
}
