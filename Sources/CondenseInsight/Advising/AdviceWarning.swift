/// Something that a good colleague would mention.
public struct AdviceWarning: Sendable, Equatable, Encodable {
  /// What is wrong.
  public enum Kind: String, Sendable, CaseIterable, Encodable {
    /// Training does not fit into memory.
    case memory
    /// A column gives the target away.
    case leak
    /// Rows of the test file are among those learned from.
    case sameRows = "same rows"
    /// The test file holds days that are learned from.
    case sameDays = "same days"
    /// A column says what another says.
    case duplicate
    /// A column names its row.
    case identifier
    /// Hardly more rows than values.
    case vocabulary = "large vocabulary"
    /// A class of hardly a row.
    case smallClass = "small class"
    /// A column of one value.
    case constant
  }

  /// What is wrong.
  public let kind: Kind
  /// The columns, or classes, it is about.
  public let names: [String]
  /// What was found and what to do, in a sentence.
  public let text: String

  init(_ kind: Kind, _ names: [String], _ text: String) {
    self.kind = kind
    self.names = names
    self.text = text
  }
}
