/// The checked value of an option, in the type its kind promises.
package enum ArgumentValue: Sendable, Equatable {
  case set
  case text(String)
  case whole(Int)
  case number(Double)
  case span(ClosedRange<Int>)
  case list([String])
  case kinds([Pair<String>])
  case metric(Pair<Double>)
}
