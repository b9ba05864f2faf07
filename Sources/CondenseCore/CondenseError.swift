/// What went wrong outside our own code: a file, a flag, a cell, a machine.
///
/// The message is written for the person who has to act on it: what was found, where, what was expected,
/// and what to do next. A bug of ours traps instead, or carries the kind `internalFault`.
public struct CondenseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Who can mend it; each kind is one exit code of the command.
  public enum Kind: Int32, Sendable {
    /// Wrong usage, or a name given that the data or the model lacks.
    case usage = 64
    /// The content of data, a schema or a model is bad, or they do not fit each other.
    case content = 65
    /// An input is missing, unreadable, or a folder.
    case input = 66
    /// This machine cannot: memory, code level, a library not built in.
    case machine = 69
    /// Our own bug.
    case internalFault = 70
    /// An output cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed midway.
    case readOrWrite = 74
  }

  /// Who can mend it.
  public let kind: Kind
  /// What is printed.
  public let message: String

  /// An error of that kind, with the text for the person who has to act on it.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
