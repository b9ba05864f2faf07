/// Versions that files carry.
public enum Version {
  /// Of the library and the command.
  public static let current = "0.1.0"
  /// What a file says of who wrote it.
  static let writer = "condense \(current)"
  /// Of the model file as it is written.
  static let format = 1
  /// The oldest reader that understands what is written.
  static let oldestReader = 1
}
