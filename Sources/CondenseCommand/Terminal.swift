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

  /// Without what would steer a terminal.
  static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar {
          case "\t", "\n", "\r": " "
          case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            "\u{FFFD}"
          default: scalar
          }
        }))
  }
}
