/// A full command line and what it is good for.
package struct Example: Sendable, Equatable {
  package let line: String
  package let comment: String

  package init(_ line: String, _ comment: String) {
    self.line = line
    self.comment = comment
  }
}
