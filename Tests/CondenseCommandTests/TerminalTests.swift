import CondenseCommand
import CondenseData
import Testing

/// Names and cells from files do nothing to a terminal.
@Suite struct TerminalTests {
  @Test(arguments: [
    ("a\u{1B}[31mred", "a\u{FFFD}[31mred"), ("bell\u{7}, back\u{8}", "bell\u{FFFD}, back\u{FFFD}"),
    ("\u{9B}2J", "\u{FFFD}2J"), ("to the \u{202E}left", "to the \u{FFFD}left"), ("a\tb\nc", "a\tb\nc"),
    ("over\rwritten", "over\u{FFFD}written"), ("Größe 中文", "Größe 中文"),
    ("\u{1B}[38;5;16;48;5;203mword\u{1B}[0m", "\u{1B}[38;5;16;48;5;203mword\u{1B}[0m"),
    ("\u{1B}[38;5;16;48;5;999mword", "\u{FFFD}[38;5;16;48;5;999mword"),
    ("\u{1B}]0;title\u{7}", "\u{FFFD}]0;title\u{FFFD}"),
  ])
  func harmless(text: String, shown: String) {
    #expect(Terminal.harmless(text) == shown)
  }

  @Test func dataKeepsItsBytesUnlessATerminalShowsThem() throws {
    #expect(try JSONText.line(["a": "\u{1B}\u{9B}\u{202E}"]) == #"{"a":"\u001b\u009b\u202e"}"#)
  }

  @Test(arguments: [
    ("a", "a"), ("it's", #"'it'\''s'"#), ("a b", "'a b'"), ("", "''"), ("a\u{1B}b'", #"$'a\x1bb\''"#),
    ("\u{202E}", #"$'\xe2\x80\xae'"#), ("a\n\\", #"$'a\x0a\\'"#),
  ])
  func words(text: String, quoted: String) {
    #expect(ShellWord.quoted(text) == quoted)
  }

  @Test(arguments: [
    ("=1+2", "'=1+2"), ("+49", "+49"), ("-5.5", "-5.5"), ("@sum", "'@sum"), ("-x", "'-x"), ("a=1", "a=1"),
    ("", ""), ("\tx", "'\tx"), ("-", "'-"),
  ])
  func cells(text: String, shown: String) {
    #expect(CSVText.harmless(text) == shown)
  }
}
