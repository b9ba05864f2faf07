import Condense

/// What was given on the command line, checked against the verb's table.
///
/// Asking for an operand or an option that the verb does not declare is a bug of ours and traps.
package struct Arguments: Sendable {
  private let operands: [String: [String]]
  private let values: [String: [ArgumentValue]]
  private let declared: Set<String>

  /// `declared` holds the names of all operands and options of the verb, given or not.
  package init(operands: [String: [String]], values: [String: [ArgumentValue]], declared: Set<String>) {
    self.operands = operands
    self.values = values
    self.declared = declared
  }

  /// The words given for an operand, in order; empty only where it is optional and was not given.
  package func operands(_ name: String) -> [String] {
    precondition(declared.contains(name), "no operand \(name) in the table")
    return operands[name] ?? []
  }

  /// Whether the verb has such an operand.
  package func hasOperand(_ name: String) -> Bool { declared.contains(name) }

  /// An operand that takes one word; nil only where it is optional and was not given.
  package func operand(_ name: String) -> String? { operands(name).first }

  /// An operand that the verb requires.
  package func requiredOperand(_ name: String) -> String {
    guard let text = operand(name) else { preconditionFailure("the operand \(name) is optional") }
    return text
  }

  /// Whether an option was given.
  package func flag(_ name: String) -> Bool { !given(name).isEmpty }

  /// A text, a file name or a choice.
  package func text(_ name: String) -> String? {
    given(name).last.map { if case .text(let text) = $0 { text } else { mismatch(name) } }
  }

  package func whole(_ name: String) -> Int? {
    given(name).last.map { if case .whole(let n) = $0 { n } else { mismatch(name) } }
  }

  /// A number; a duration in seconds.
  package func number(_ name: String) -> Double? {
    given(name).last.map { if case .number(let x) = $0 { x } else { mismatch(name) } }
  }

  package func span(_ name: String) -> ClosedRange<Int>? {
    given(name).last.map { if case .span(let range) = $0 { range } else { mismatch(name) } }
  }

  /// The lists in the order given, one for each time the option stands there.
  package func lists(_ name: String) -> [[String]] {
    given(name).map { if case .list(let list) = $0 { list } else { mismatch(name) } }
  }

  /// All entries of all lists, in the order given.
  package func list(_ name: String) -> [String] { lists(name).flatMap(\.self) }

  package func kinds(_ name: String) -> [Pair<String>] {
    given(name).flatMap { if case .kinds(let pairs) = $0 { pairs } else { mismatch(name) } }
  }

  package func metrics(_ name: String) -> [Pair<Double>] {
    given(name).map { if case .metric(let pair) = $0 { pair } else { mismatch(name) } }
  }

  /// The words that give some options again as they were given.
  package func words(_ names: [String]) -> [String] {
    func joined(_ list: [String]) -> String {
      list.map { $0.replacing(",", with: "\\,") }.joined(separator: ",")
    }
    return names.flatMap { name in
      given(name).flatMap { value -> [String] in
        switch value {
        case .set: ["--\(name)"]
        case .text(let text): ["--\(name)", text]
        case .whole(let n): ["--\(name)", String(n)]
        case .number(let x): ["--\(name)", NumberText.shortest(x)]
        case .span(let range): ["--\(name)", "\(range.lowerBound)-\(range.upperBound)"]
        case .list(let list): ["--\(name)", joined(list)]
        case .kinds(let pairs): ["--\(name)", joined(pairs.map { "\($0.name)=\($0.value)" })]
        case .metric(let pair): ["--\(name)", "\(pair.name)=\(NumberText.shortest(pair.value))"]
        }
      }
    }
  }

  private func given(_ name: String) -> [ArgumentValue] {
    precondition(declared.contains(name), "no option --\(name) in the table")
    return values[name] ?? []
  }

  private func mismatch(_ name: String) -> Never {
    preconditionFailure("the value of --\(name) is asked for in another type than the table says")
  }
}
