/// The completion script for zsh; it works as a file `_condense` in `fpath` and when sourced.
package enum ZshCompletion {
  package static func script(for verbs: [Verb]) -> String {
    var lines = ["#compdef condense", "_condense() {", "  local -a commands", "  commands=("]
    for verb in verbs { lines.append("    '\(escaped(verb.name, ":")):\(escaped(verb.purpose, ""))'") }
    lines += [
      "  )", "  if (( CURRENT == 2 )); then", "    _describe command commands", "    return", "  fi",
      "  local verb=$words[2]", "  shift words", "  (( CURRENT-- ))", "  case $verb in",
    ]
    for verb in verbs {
      var specs = verb.options.flatMap(specs)
      for (place, operand) in verb.operands.enumerated() { specs.append(spec(operand, place + 1)) }
      lines.append("    \(verb.name))")
      lines.append("      _arguments \\")
      lines += specs.map { "        \($0) \\" } + ["        '--help[show help]' ;;"]
    }
    lines += [
      "  esac", "}", "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then", "  _condense \"$@\"", "else",
      "  compdef _condense condense", "fi", "",
    ]
    return lines.joined(separator: "\n")
  }

  private static func specs(_ option: Option) -> [String] {
    let flags = [option.long] + (option.short.map { ["-\($0)"] } ?? [])
    return flags.map { flag in
      let repeats = option.isRepeatable ? "*" : ""
      let text = "[\(escaped(option.help, "[]:"))]"
      guard option.takesValue else { return "'\(repeats)\(flag)\(text)'" }
      let attach = flag.hasPrefix("--") ? "=" : ""
      return "'\(repeats)\(flag)\(attach)\(text):\(escaped(option.placeholder, ":")):\(action(option.kind))'"
    }
  }

  private static func spec(_ operand: Operand, _ place: Int) -> String {
    let position = operand.isRepeated ? "*" : operand.isOptional ? "\(place):" : "\(place)"
    let action =
      switch operand.kind {
      case .file: "_files"
      case .verb: "{_describe command commands}"
      case .words(let words): "(\(words.joined(separator: " ")))"
      }
    return "'\(position):\(escaped(operand.name, ":")):\(action)'"
  }

  private static func action(_ kind: ValueKind) -> String {
    if kind == .file { return "_files" }
    return kind.words.isEmpty ? " " : "(\(kind.words.joined(separator: " ")))"
  }

  /// Quotes for a word between apostrophes; `special` characters get a backslash.
  private static func escaped(_ text: String, _ special: String) -> String {
    text.map { character in
      if character == "'" { return "'\\''" }
      return character == "\\" || special.contains(character) ? "\\\(character)" : String(character)
    }.joined()
  }
}
