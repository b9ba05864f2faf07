/// One input of a network, made from columns.
public struct Feature: Codable, Sendable, Equatable {
  /// Some neighbouring numbers of a feature that come from one column.
  public struct Part: Codable, Sendable, Equatable {
    /// What the numbers are: `annual_income`, `date.elapsed`.
    public var name: String
    /// The column they come from.
    public var column: String
    /// How many numbers there are.
    public var width: Int
  }

  /// The name: `dest`, `date.month`; the numbers of all columns together are `rest`.
  public var name: String
  /// The columns it is made from.
  public var columns: [String]
  /// What it gives for a row.
  public var shape: FeatureShape
  /// For numbers, what they are, in order.
  public var parts: [Part]
  /// The feature whose embedding this one uses, if it is not its own.
  public var sharesEmbeddingOf: String?

  /// For ids and bags, how they enter the network; nil for the usual way.
  public var layer: InputLayer?

  /// For bags, whether their ids are the words and n-grams of a text.
  public var isText = false

  /// For ids that stand for pairs of values, the two features that the values come from.
  public var crossed: [String]?

  /// For bags, how much each id counts.
  public var weights: BagWeights?

  /// For the pixels of an image, what it looks like.
  public var image: ImageShape?

  init(ids name: String, columns: [String], vocabularySize: Int, layer: InputLayer = .embedding) {
    self.name = name
    if layer != .embedding { self.layer = layer }
    self.columns = columns
    shape = .ids(vocabularySize: vocabularySize)
    parts = []
  }

  init(
    bag name: String, column: String, vocabularySize: Int, weights: BagWeights, isText: Bool,
    layer: InputLayer?
  ) {
    self.name = name
    if layer != .embedding { self.layer = layer }
    columns = [column]
    shape = .bag(vocabularySize: vocabularySize)
    parts = []
    self.weights = weights
    self.isText = isText
  }

  init(image name: String, shape image: ImageShape) {
    self.name = name
    columns = [name]
    shape = .numbers(width: image.height * image.width)
    parts = []
    self.image = image
  }

  init(numbers name: String, parts: [Part]) {
    self.name = name
    var seen: Set<String> = []
    columns = parts.map(\.column).filter { seen.insert($0).inserted }
    shape = .numbers(width: parts.reduce(0) { $0 + $1.width })
    self.parts = parts
  }
}
