import Condense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What standard error, or standard output, is connected to.
package struct Terminal: Sendable, Equatable {
  /// A person is watching: lines may be rewritten in place.
  package let isInteractive: Bool
  /// Columns; 80 where they are not known.
  package let width: Int
  /// Colours are welcome: interactive, and `NO_COLOR` is not set.
  package let hasColor: Bool

  package init(isInteractive: Bool, width: Int = 80, hasColor: Bool = false) {
    self.isInteractive = isInteractive
    self.width = width
    self.hasColor = hasColor
  }

  /// The terminal of this process, as its environment describes it.
  package static func standardError(environment: [String: String]) -> Terminal {
    connected(to: STDERR_FILENO, environment)
  }

  /// Where results go.
  package static func standardOutput(environment: [String: String]) -> Terminal {
    connected(to: STDOUT_FILENO, environment)
  }

  private static func connected(to descriptor: Int32, _ environment: [String: String]) -> Terminal {
    let isInteractive = isatty(descriptor) == 1 && environment["TERM"] != "dumb"
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Terminal(
      isInteractive: isInteractive, width: isKnown ? Int(size.ws_col) : 80,
      hasColor: isInteractive && (environment["NO_COLOR"] ?? "").isEmpty)
  }

  /// One line without what would steer a terminal.
  static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar {
          case "\t", "\n", "\r": " "
          case _ where ShownText.steersTerminal(scalar): "\u{FFFD}"
          default: scalar
          }
        }))
  }

  /// Lines without what would steer a terminal but the colours of ours.
  package static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 != "\n" && $0 != "\t" && ShownText.steersTerminal($0) })
    else { return text }
    var shown = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      let colour = scalar == "\u{1B}" ? lengthOfColour(rest) : 0
      if colour > 0 {
        shown.append(contentsOf: rest.prefix(colour))
        rest = rest.dropFirst(colour)
        continue
      }
      let isShown = scalar == "\n" || scalar == "\t" || !ShownText.steersTerminal(scalar)
      shown.append(isShown ? scalar : "\u{FFFD}")
      rest = rest.dropFirst()
    }
    return String(shown)
  }

  /// Characters of a change of colours: `ESC [ 0 m`, or one to a colour of the table of 256.
  private static func lengthOfColour(_ text: Substring.UnicodeScalarView) -> Int {
    let code = text.dropFirst().prefix(24)
    guard code.first == "[", let end = code.firstIndex(of: "m") else { return 0 }
    let numbers = code[code.index(after: code.startIndex)..<end].split(separator: ";").map { Int(String($0)) }
    let isOurs =
      numbers == [0]
      || numbers.count == 6 && numbers[0] == 38 && numbers[1] == 5 && numbers[3] == 48 && numbers[4] == 5
        && numbers.allSatisfy { $0.map { 0..<256 ~= $0 } == true }
    return isOurs ? text.distance(from: text.startIndex, to: end) + 1 : 0
  }
}
