/// What turns a column, or a few, into features.
public enum ColumnEncoder: Codable, Sendable {
  /// Ids of values.
  case category(CategoryEncoder)
  /// Standardised numbers.
  case number(NumberEncoder)
  /// The parts of a date.
  case date(DateEncoder)
  /// The day itself.
  case day(DayEncoder)
  /// Bags of words and n-grams.
  case text(TextEncoder)
  /// Bags of values.
  case list(ListEncoder)
  /// Scaled pixels.
  case image(ImageEncoder)
  /// Ids of pairs of values of two other features.
  case cross(CrossEncoder)

  /// The columns it needs.
  public var columns: [String] {
    switch self {
    case .category(let encoder): [encoder.column]
    case .number(let encoder): [encoder.column]
    case .date(let encoder): [encoder.column]
    case .day(let encoder): encoder.sources
    case .text(let encoder): [encoder.column]
    case .list(let encoder): [encoder.column]
    case .image(let encoder): [encoder.column]
    case .cross(let encoder): encoder.columns
    }
  }

  /// The features of its own: ids, bags of them, or pixels.
  var ownFeatures: [Feature] {
    switch self {
    case .category(let encoder):
      var feature = Feature(
        ids: encoder.column, columns: [encoder.column], vocabularySize: encoder.vocabularySize,
        layer: encoder.layer)
      if encoder.vocabularyName != encoder.column { feature.sharesEmbeddingOf = encoder.vocabularyName }
      return [feature]
    case .number: return []
    case .date(let encoder):
      return encoder.parts.map {
        Feature(
          ids: "\(encoder.column).\($0.rawValue)", columns: [encoder.column],
          vocabularySize: encoder.vocabularySize(of: $0))
      }
    case .day(let encoder):
      return [
        Feature(
          ids: encoder.name, columns: encoder.sources, vocabularySize: encoder.days.vocabularySize,
          layer: encoder.days.layer)
      ]
    case .text(let encoder):
      return [
        Feature(
          bag: encoder.column, column: encoder.column, vocabularySize: encoder.vocabularySize,
          weights: encoder.options.weights, isText: true, layer: encoder.layer)
      ]
    case .list(let encoder):
      return [
        Feature(
          bag: encoder.column, column: encoder.column, vocabularySize: encoder.vocabularySize,
          weights: .counts, isText: false, layer: encoder.layer)
      ]
    case .image(let encoder): return [Feature(image: encoder.column, shape: encoder.shape)]
    case .cross(let encoder):
      var feature = Feature(
        ids: encoder.name, columns: encoder.columns, vocabularySize: encoder.vocabularySize)
      feature.crossed = [encoder.first, encoder.second]
      return [feature]
    }
  }

  /// The numbers it adds to the feature of all numbers.
  var numberParts: [Feature.Part] {
    switch self {
    case .category, .day, .text, .list, .image, .cross: return []
    case .number(let encoder):
      return [Feature.Part(name: encoder.column, column: encoder.column, width: encoder.width)]
    case .date(let encoder):
      let elapsed = encoder.elapsed.map {
        Feature.Part(name: encoder.column + ".elapsed", column: encoder.column, width: $0.width)
      }
      let circle = Feature.Part(name: encoder.column + ".season", column: encoder.column, width: 2)
      return (encoder.hasCircle ? [circle] : []) + (elapsed.map { [$0] } ?? [])
    }
  }

  /// The vocabulary that is stored apart, and its name.
  var vocabulary: (name: String, values: Vocabulary)? {
    get {
      switch self {
      case .category(let encoder): (encoder.vocabularyName, encoder.vocabulary)
      case .day(let encoder): (encoder.name, encoder.days.vocabulary)
      case .text(let encoder): (encoder.column, encoder.vocabulary)
      case .list(let encoder): (encoder.column, encoder.vocabulary)
      case .number, .date, .image, .cross: nil
      }
    }
    set {
      guard let values = newValue?.values else { return }
      switch self {
      case .category(var encoder):
        encoder.vocabulary = values
        self = .category(encoder)
      case .day(var encoder):
        encoder.days.vocabulary = values
        self = .day(encoder)
      case .text(var encoder):
        encoder.vocabulary = values
        self = .text(encoder)
      case .list(var encoder):
        encoder.vocabulary = values
        self = .list(encoder)
      case .number, .date, .image, .cross: break
      }
    }
  }
}
