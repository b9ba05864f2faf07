/// The pages of help, 80 columns wide, made from the table of verbs.
package enum HelpPage {
  private static let width = 80
  private static let indent = 28

  /// What `condense` alone prints.
  package static let welcome = """
    condense trains, measures and serves neural networks of embedding and dense
    layers on the CPU: one command from a file to a trained, measured model.

    Three to try, on flights that left New York:

      condense train Examples/flights/train.csv --predict late -o flights.condense
      condense evaluate flights.condense Examples/flights/test.csv
      condense predict flights.condense Examples/flights/test.csv

    'condense help' lists all commands, 'condense help train' explains one.

    """

  /// What `condense help` prints.
  package static func index(of verbs: [Verb]) -> String {
    let shown = verbs.filter { !$0.isHidden }
    var lines = ["condense: networks of embedding and dense layers, from a table to predictions", ""]
    lines += ["  condense COMMAND …", "", "Commands"]
    let column = (shown.map(\.name.count).max() ?? 0) + 4
    for verb in shown { lines += Paragraph.entry(verb.name, verb.purpose, indent: column, width: width) }
    lines += ["", "'condense help COMMAND' shows its flags; 'condense --version' the version.", ""]
    lines += exitCodes
    return lines.joined(separator: "\n") + "\n"
  }

  /// What `condense help VERB` prints.
  package static func page(for verb: Verb) -> String {
    var lines = Paragraph.lines("condense \(verb.name): \(verb.purpose)", width: width)
    lines += [""] + usage(verb)
    if !verb.operands.isEmpty {
      lines.append("")
      for operand in verb.operands {
        let help = operand.allowsStandardInput ? "\(operand.help); - is standard input" : operand.help
        lines += Paragraph.entry(operand.name, help, indent: indent, width: width)
      }
    }
    for group in OptionGroup.allCases {
      let options = verb.options.filter { $0.group == group }
      if options.isEmpty { continue }
      lines += ["", group.rawValue]
      for option in options {
        lines += Paragraph.entry(option.heading, text(option), indent: indent, width: width)
      }
    }
    if !verb.examples.isEmpty {
      lines += ["", "Examples"]
      for example in verb.examples {
        lines += Paragraph.lines(example.comment, width: width - 4).map { "  # \($0)" }
        lines.append("  \(example.line)")
      }
    }
    lines += [""] + exitCodes
    return lines.joined(separator: "\n") + "\n"
  }

  private static func usage(_ verb: Verb) -> [String] {
    let start = "  condense \(verb.name) "
    let rest = Paragraph.lines(
      String(verb.usage.dropFirst(start.count - 2)), width: width - start.count)
    guard let first = rest.first else { return ["  \(verb.usage)"] }
    let margin = String(repeating: " ", count: start.count)
    return [start + first] + rest.dropFirst().map { margin + $0 }
  }

  /// The option's sentence, with what the table knows besides.
  private static func text(_ option: Option) -> String {
    var sentences = [option.help]
    switch option.kind {
    case .choice(let words) where words.count > 1 && words.joined(separator: "|") != option.placeholder:
      sentences.append("One of \(words.joined(separator: ", ")).")
    case .kinds(let words): sentences.append("Kinds: \(words.joined(separator: ", ")).")
    default: break
    }
    if option.isRepeatable { sentences.append("Repeatable.") }
    if !option.excludes.isEmpty {
      sentences.append("Not with \(option.excludes.map { "--\($0)" }.joined(separator: ", ")).")
    }
    return sentences.joined(separator: " ")
  }

  private static let exitCodes = Paragraph.lines(
    """
    Exit codes: 0 done; 1 done, and the answer is no; 64 wrong usage; 65 bad content; 66 no such \
    input; 69 this machine cannot; 70 a bug of ours; 73 cannot create the output; 74 reading or \
    writing failed; 130, 143 stopped by a signal.
    """, width: width)
}
