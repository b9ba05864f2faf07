import Condense

/// What a command works with: its arguments, and the ways to speak to the user.
package struct Invocation {
  package let arguments: Arguments
  /// Results, printed when the command returns.
  package var output = Output()
  /// Progress and remarks, printed at once.
  package let progress: ProgressLine
  package let terminal: Terminal
  /// What results are printed on.
  package let results: Terminal
  /// The whole table, for help and completion.
  package let verbs: [Verb]
  /// What a time limit is counted by.
  package var time = TimeSource.monotonic

  package init(
    arguments: Arguments, progress: ProgressLine, terminal: Terminal, results: Terminal, verbs: [Verb]
  ) {
    self.arguments = arguments
    self.progress = progress
    self.terminal = terminal
    self.results = results
    self.verbs = verbs
  }
}
