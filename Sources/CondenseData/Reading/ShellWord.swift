/// A text as one word of a shell's command line, which can be shown and pasted.
package enum ShellWord {
  package static func quoted(_ text: String) -> String {
    // What steers a terminal is spelled out, as Bash and Zsh read it.
    if text.unicodeScalars.contains(where: ShownText.steersTerminal) {
      let spelled = text.unicodeScalars.map { scalar in
        if ShownText.steersTerminal(scalar) {
          String(scalar).utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        } else {
          scalar == "'" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
        }
      }
      return "$'\(spelled.joined())'"
    }
    let isPlain = text.utf8.allSatisfy {
      switch $0 {
      case 48...57, 65...90, 97...122, 45, 46, 47, 95, 0x80...: true
      default: false
      }
    }
    if isPlain, !text.isEmpty { return text }
    return "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }
}
