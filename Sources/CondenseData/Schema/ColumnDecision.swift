/// What becomes of a column, and why.
public struct ColumnDecision: Codable, Sendable, Equatable {
  /// The column; for a derived feature, what it is made of: `month+day`, `date.day`.
  public var name: String

  /// What it is taken for.
  public var kind: ColumnKind

  /// For ids, how they enter the network; nil for a text is that its words speak to the outputs directly.
  public var layer: InputLayer?

  /// Why, in a sentence with the counts that decided.
  public var reason: String

  /// How its dates are written.
  public var dateFormat: DateFormat?

  /// What separates the values of a list.
  public var separator: String?

  /// For texts that are learned by their letters: the lengths of the runs of letters that are n-grams.
  public var characters: [Int]?

  /// For counts whose trend explains the target: whether values beyond those of training are predicted beyond.
  public var goesOn: Bool?

  /// The columns a derived feature is made from; empty for a column of the table.
  public var sources: [String]

  /// A decision about one column.
  ///
  /// - Parameter layer: nil is the embedding for a category, and the usual for other kinds.
  public init(
    name: String, kind: ColumnKind, reason: String, dateFormat: DateFormat? = nil, separator: String? = nil,
    sources: [String] = [], layer: InputLayer? = nil, characters: [Int]? = nil
  ) {
    self.characters = characters
    self.name = name
    self.kind = kind
    self.reason = reason
    self.dateFormat = dateFormat
    self.separator = separator
    self.sources = sources
    self.layer = layer ?? Self.usual(kind)
  }

  /// Reads a decision; a category without a layer has an embedding, and a reason may be left out.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    kind = try values.decode(ColumnKind.self, forKey: .kind)
    layer = try values.decodeIfPresent(InputLayer.self, forKey: .layer) ?? Self.usual(kind)
    reason = try values.decodeIfPresent(String.self, forKey: .reason) ?? "as the schema says"
    dateFormat = try values.decodeIfPresent(DateFormat.self, forKey: .dateFormat)
    separator = try values.decodeIfPresent(String.self, forKey: .separator)
    sources = try values.decodeIfPresent([String].self, forKey: .sources) ?? []
    characters = try values.decodeIfPresent([Int].self, forKey: .characters)
    goesOn = try values.decodeIfPresent(Bool.self, forKey: .goesOn)
  }

  private static func usual(_ kind: ColumnKind) -> InputLayer? { kind == .category ? .embedding : nil }
}
