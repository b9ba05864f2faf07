import Condense

/// The numbers an option takes: from `lower` (or only above it) to `upper`, both finite.
package struct NumberRange: Sendable, Equatable {
  package let lower: Double
  package let upper: Double
  package let excludesLower: Bool

  package static func over(_ lower: Double, to upper: Double) -> NumberRange {
    NumberRange(lower: lower, upper: upper, excludesLower: true)
  }

  package static func from(_ lower: Double, to upper: Double) -> NumberRange {
    NumberRange(lower: lower, upper: upper, excludesLower: false)
  }

  package func contains(_ value: Double) -> Bool {
    (excludesLower ? value > lower : value >= lower) && value <= upper
  }

  /// As it reads in help and in errors: "over 0, at most 10" or "from 0 to 0.9".
  package var text: String {
    let (low, high) = (NumberText.shortest(lower), NumberText.shortest(upper))
    return excludesLower ? "over \(low), at most \(high)" : "from \(low) to \(high)"
  }
}
