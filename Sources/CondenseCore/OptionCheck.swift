/// Checks the numbers that callers set, before anything runs; errors of kind `usage` name the option as Swift does.
package enum OptionCheck {
  /// What a number may be.
  package enum Rule {
    case positive, notNegative, share

    fileprivate func allows(_ value: Double) -> Bool {
      switch self {
      case .positive: value > 0 && value.isFinite
      case .notNegative: value >= 0 && value.isFinite
      case .share: value >= 0 && value < 1
      }
    }

    fileprivate var words: String {
      switch self {
      case .positive: "it is finite and above 0"
      case .notNegative: "it is finite and not negative"
      case .share: "it goes from 0 to below 1"
      }
    }
  }

  /// The most threads that can be asked for.
  package static let mostThreads = 1024

  /// `epochs is 0; it goes from 1 to 1000000`
  package static func whole(
    _ name: String, _ value: Int?, _ range: ClosedRange<Int>
  ) throws(CondenseError) {
    guard let value, !range.contains(value) else { return }
    let bounds =
      range.upperBound == .max
      ? "it is \(range.lowerBound) or more" : "it goes from \(range.lowerBound) to \(range.upperBound)"
    throw CondenseError(.usage, "\(name) is \(value); \(bounds)")
  }

  /// `dropout is nan; it goes from 0 to below 1`
  package static func number(
    _ name: String, _ value: (some BinaryFloatingPoint)?, _ rule: Rule
  ) throws(CondenseError) {
    guard let value, !rule.allows(Double(value)) else { return }
    throw CondenseError(.usage, "\(name) is \(value); \(rule.words)")
  }

  /// Threads to work on.
  package static func threads(_ value: Int?) throws(CondenseError) {
    try whole("threads", value, 1...mostThreads)
  }
}
