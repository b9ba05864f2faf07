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
}
