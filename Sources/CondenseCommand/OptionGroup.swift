/// The heading under which an option stands in help; in this order.
package enum OptionGroup: String, Sendable, CaseIterable {
  case task = "What to learn"
  case data = "How to read the data"
  case training = "How to run"
  case result = "What comes out"
}
