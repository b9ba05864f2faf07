/// The completion script for bash.
package enum BashCompletion {
  package static func script(for verbs: [Verb]) -> String {
    let names = verbs.map(\.name).joined(separator: " ")
    var lines = [
      "# bash completion for condense", "_condense() {",
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}",
      "  COMPREPLY=()",
      "  if (( COMP_CWORD == 1 )); then",
      "    COMPREPLY=($(compgen -W '\(names) --help --version' -- \"$current\"))",
      "    return", "  fi",
      "  case ${COMP_WORDS[1]} in",
    ]
    for verb in verbs { lines += branch(verb, names) }
    lines += ["  esac", "}", "complete -F _condense condense", ""]
    return lines.joined(separator: "\n")
  }

  private static func branch(_ verb: Verb, _ names: String) -> [String] {
    var lines = ["    \(verb.name))"]
    let valued = verb.options.filter(\.takesValue)
    if !valued.isEmpty {
      lines.append("      case $previous in")
      for option in valued {
        let flags = ([option.long] + (option.short.map { ["-\($0)"] } ?? [])).joined(separator: "|")
        lines.append("        \(flags)) \(values(of: option)) return ;;")
      }
      lines.append("      esac")
    }
    let flags = (verb.options.map(\.long) + ["--help"]).joined(separator: " ")
    lines += [
      "      if [[ $current == -* ]]; then",
      "        COMPREPLY=($(compgen -W '\(flags)' -- \"$current\"))",
    ]
    if verb.operands.contains(where: { $0.kind == .verb }) {
      lines += ["      else", "        COMPREPLY=($(compgen -W '\(names)' -- \"$current\"))"]
    } else if !verb.operands.isEmpty {
      lines += ["      else", "        \(files)"]
    }
    return lines + ["      fi ;;"]
  }

  private static let files =
    "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")"

  private static func values(of option: Option) -> String {
    if option.kind == .file { return files + ";" }
    if option.kind.words.isEmpty { return "" }
    let words = option.kind.words.joined(separator: " ")
    let space = words.hasSuffix("=") ? "compopt -o nospace; " : ""
    return "\(space)COMPREPLY=($(compgen -W '\(words)' -- \"$current\"));"
  }
}
