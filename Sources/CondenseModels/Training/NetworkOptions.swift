import CondenseCore
import CondenseNetworks

/// What the network for a table may be told; nil leaves it to the size of the data.
public struct NetworkOptions: Codable, Sendable, Equatable {
  /// Widths of the hidden dense layers, from the inputs on; empty for none.
  public var hidden: [Int]?
  /// Share of hidden numbers that are set to 0 at random while training, from 0 to below 1.
  public var dropout: Float?
  /// Numbers of every embedding's vectors.
  public var dimension: Int?
  /// How the vectors of lists, and of texts that go through dense layers, become one.
  public var pooling: Embedding.Pooling?
  /// Whether numbers are standardised, and ranked where they are heavy-tailed, or taken as they stand.
  public var normalizes = true

  /// - Throws: `CondenseError` of kind `usage` that names the option that makes no sense.
  func check() throws(CondenseError) {
    try OptionCheck.whole("hidden.count", hidden?.count, 0...64)
    for units in hidden ?? [] { try OptionCheck.whole("hidden", units, 1...1 << 20) }
    try OptionCheck.number("dropout", dropout, .share)
    try OptionCheck.whole("dimension", dimension, 1...1 << 16)
  }

  /// The defaults.
  public init() {}
}
