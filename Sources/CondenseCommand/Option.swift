/// A flag of a verb: one entry of the table that parsing, help and completion are made from.
package struct Option: Sendable, Equatable {
  /// The long name, without its dashes.
  package let name: String
  /// The one-letter form, without its dash.
  package let short: String?
  package let kind: ValueKind
  /// What stands for the value in help; empty for a flag without one.
  package let placeholder: String
  package let group: OptionGroup
  package let isRequired: Bool
  package let isRepeatable: Bool
  /// Names of options that cannot be given together with this one.
  package let excludes: [String]
  package let help: String

  package init(
    _ name: String, short: String? = nil, _ kind: ValueKind = .flag, _ placeholder: String = "",
    in group: OptionGroup, required: Bool = false, repeatable: Bool = false, excludes: [String] = [],
    _ help: String
  ) {
    self.name = name
    self.short = short
    self.kind = kind
    self.placeholder = placeholder
    self.group = group
    self.isRepeatable = repeatable
    isRequired = required
    self.excludes = excludes
    self.help = help
  }

  package var takesValue: Bool { kind != .flag }

  package var long: String { "--\(name)" }

  /// The flag as help shows it: `-o, --output FILE`.
  package var heading: String {
    let names = short.map { "-\($0), \(long)" } ?? long
    return takesValue ? "\(names) \(placeholder)" : names
  }
}
