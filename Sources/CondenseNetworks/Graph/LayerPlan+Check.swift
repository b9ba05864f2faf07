import CondenseCore

extension ValueShape {
  /// The most numbers of one example.
  static let mostNumbers = 1 << 24

  /// Whether both sides are at least 1 and their product is no more than can be given memory.
  var isSound: Bool {
    let (size, overflows) = count.multipliedReportingOverflow(by: width)
    return count > 0 && width > 0 && !overflows && size <= Self.mostNumbers
  }
}

extension LayerPlan {
  /// The most numbers of a slot, or statistics of a layer.
  private static let mostScratch = 1 << 28

  /// Checks that the engine can give the memory that a layer asks for, and that it reads nothing beyond it.
  ///
  /// - Throws: `CondenseError` of kind `content` that names the layer and the size.
  func check(_ name: String, inputs: [InputShape]) throws(CondenseError) {
    guard output.isSound else {
      throw CondenseError(
        .content,
        "'\(name)' gives \(output) numbers an example; they go from 1 to \(ValueShape.mostNumbers)")
    }
    if let slot = slots.first(where: { !(0...Self.mostScratch).contains($0) }) {
      throw CondenseError(.content, "'\(name)' asks for a slot of \(slot) numbers, \(Self.range)")
    }
    guard (0...Self.mostScratch).contains(statistics) else {
      throw CondenseError(.content, "'\(name)' asks for \(statistics) statistics, \(Self.range)")
    }
    for parameter in parameters { try parameter.check(name, inputs: inputs, output: output) }
  }

  private static var range: String { "which go from 0 to \(mostScratch)" }
}

extension ParameterPlan {
  fileprivate func check(
    _ layer: String, inputs: [InputShape], output: ValueShape
  ) throws(CondenseError) {
    guard (1...Int(Int32.max)).contains(rows), (1...ValueShape.mostNumbers).contains(columns) else {
      throw CondenseError(
        .content,
        "'\(name)' is \(rows) × \(columns); rows go from 1 to \(Int32.max), columns from 1 to"
          + " \(ValueShape.mostNumbers)")
    }
    switch initial {
    case .constant(let value) where value.isFinite: break
    case .uniform(let bound) where bound.isFinite && bound >= 0: break
    case .constant(let value), .uniform(bound: let value):
      throw CondenseError(.content, "'\(name)' starts from \(value), which is no number to start from")
    }
    switch kind {
    case .product(let input):
      guard inputs.indices.contains(input), case .value(let shape) = inputs[input] else {
        throw CondenseError(
          .content, "'\(name)' multiplies input \(input) of '\(layer)', which has no such input of numbers")
      }
      guard rows <= shape.size, columns <= output.size else {
        throw CondenseError(
          .content,
          "'\(name)' is \(rows) × \(columns), and '\(layer)' has \(shape.size) numbers to multiply and gives"
            + " \(output.size)")
      }
    case .rows(let input):
      let vectors: Int
      let vocabularySize: Int
      switch inputs.indices.contains(input) ? inputs[input] : .value(output) {
      case .ids(let perExample, let size): (vectors, vocabularySize) = (perExample, size)
      case .bag(let size): (vectors, vocabularySize) = (1, size)
      case .value:
        throw CondenseError(
          .content, "'\(name)' has rows for input \(input) of '\(layer)', which has no such input of ids")
      }
      guard rows == vocabularySize else {
        throw CondenseError(
          .content, "'\(name)' has \(rows) rows for a vocabulary of \(vocabularySize)")
      }
      guard output == ValueShape(count: vectors, width: columns) else {
        throw CondenseError(
          .content,
          "'\(name)' has rows of \(columns) numbers, and '\(layer)' gives \(output), not"
            + " \(ValueShape(count: vectors, width: columns))")
      }
    case .perTile, .constant: break
    }
  }
}
