/// The completion script for fish.
package enum FishCompletion {
  package static func script(for verbs: [Verb]) -> String {
    var lines = ["# fish completion for condense", "complete -c condense -f"]
    let first = "complete -c condense -n __fish_use_subcommand"
    lines += verbs.map { "\(first) -a \($0.name) -d \(quoted($0.purpose))" }
    lines += ["\(first) -l version -d 'Show the version'", "complete -c condense -l help -d 'Show help'"]
    for verb in verbs {
      let start = "complete -c condense -n '__fish_seen_subcommand_from \(verb.name)'"
      if verb.operands.contains(where: { $0.kind == .file }) { lines.append("\(start) -F") }
      if verb.operands.contains(where: { $0.kind == .verb }) {
        lines.append("\(start) -a \(quoted(verbs.map(\.name).joined(separator: " ")))")
      }
      lines += verb.options.map { "\(start) \(flags($0)) -d \(quoted($0.help))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func flags(_ option: Option) -> String {
    let names = "-l \(option.name)" + (option.short.map { " -s \($0)" } ?? "")
    if !option.takesValue { return names }
    if option.kind == .file { return names + " -r -F" }
    return names + " -x"
      + (option.kind.words.isEmpty ? "" : " -a \(quoted(option.kind.words.joined(separator: " ")))")
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "'\(escaped)'"
  }
}
