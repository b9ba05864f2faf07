/// What a column is to the network.
public enum ColumnKind: String, Codable, Sendable, CaseIterable {
  /// A quantity: straight into dense layers.
  case number
  /// One of many values: an embedding.
  case category
  /// A day or a time: its parts.
  case date
  /// Sentences: an embedding bag over tokens.
  case text
  /// Several values in one cell: an embedding bag.
  case list
  /// Images of one size: their pixels straight into dense layers. Never guessed for other cells.
  case image
  /// Not used.
  case ignored
}
