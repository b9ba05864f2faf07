/// What `NAME=VALUE` on the command line says.
package struct Pair<Value: Sendable & Equatable>: Sendable, Equatable {
  package let name: String
  package let value: Value

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
