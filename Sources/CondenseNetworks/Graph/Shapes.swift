import CondenseCore

/// What a value inside a network is for one example: `count` vectors of `width` numbers.
///
/// `count` is 1 except for several ids at once.
public struct ValueShape: Hashable, Codable, Sendable, CustomStringConvertible {
  /// Vectors of one example.
  public let count: Int
  /// Numbers of one vector.
  public let width: Int

  /// A shape of `count` vectors, one unless said otherwise.
  public init(count: Int = 1, width: Int) {
    self.count = count
    self.width = width
  }

  /// Numbers of one example.
  public var size: Int { count * width }

  /// `64`, or `27 × 16`.
  public var description: String { count == 1 ? "\(width)" : "\(count) × \(width)" }
}

/// What a layer is given: ids, a bag of ids, or a value.
public enum InputShape: Hashable, Codable, Sendable {
  /// A fixed number of ids for each example.
  case ids(perExample: Int, vocabularySize: Int)
  /// Any number of ids for each example, pooled by the layer.
  case bag(vocabularySize: Int)
  /// Numbers.
  case value(ValueShape)

  /// Sizes that the rest of the network can multiply without overflow.
  /// - Throws: `CondenseError` of kind `content`.
  func check(_ name: String) throws(CondenseError) {
    let most = 1 << 16, mostNumbers = 1 << 24
    switch self {
    case .ids(let perExample, let size):
      guard (1...most).contains(perExample) else {
        throw CondenseError(
          .content, "input '\(name)' has \(perExample) ids an example; it goes from 1 to \(most)")
      }
      try Self.check(vocabularySize: size, name)
    case .bag(let size): try Self.check(vocabularySize: size, name)
    case .value(let shape) where shape.count == 1:
      guard (1...mostNumbers).contains(shape.width) else {
        throw CondenseError(
          .content, "input '\(name)' has \(shape.width) numbers; it goes from 1 to \(mostNumbers)")
      }
    case .value(let shape):
      guard (1...most).contains(shape.count), (1...most).contains(shape.width) else {
        throw CondenseError(.content, "input '\(name)' is \(shape); both go from 1 to \(most)")
      }
    }
  }

  private static func check(vocabularySize: Int, _ name: String) throws(CondenseError) {
    guard vocabularySize > 0, vocabularySize <= Int(Int32.max) else {
      throw CondenseError(
        .content,
        "input '\(name)' has a vocabulary of \(vocabularySize); it goes from 1 to \(Int32.max)")
    }
  }
}
