/// A contender that was not run, and why.
public struct OmittedContender: Sendable, Equatable, Codable {
  /// Which it is.
  public let contender: Contender
  /// What it is called.
  public let name: String
  /// Why, in a sentence.
  public let reason: String

  private enum CodingKeys: String, CodingKey {
    case name, reason
    case contender = "form"
  }
}
