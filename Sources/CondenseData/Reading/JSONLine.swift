/// Reads the object of one line, value by value.
struct JSONLine {
  /// What a line has that no cell can hold.
  enum Fault: Error {
    /// No JSON: what was expected, at which byte of the line, from 1.
    case syntax(expected: String, byte: Int)
    /// A list or an object as the value of a key.
    case nested(key: String, isList: Bool)
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var i = 0
  private var isFirst = true
  /// The bytes of the last key and of the last value; none where it is missing.
  private(set) var key: [UInt8] = []
  private(set) var value: [UInt8] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Reads the next key and its value; false after the last.
  mutating func next() throws(Fault) -> Bool {
    if isFirst {
      try expect(UInt8(ascii: "{"), "an object, {…}")
      isFirst = false
      if accept(UInt8(ascii: "}")) { return try end() }
    } else {
      if accept(UInt8(ascii: "}")) { return try end() }
      try expect(UInt8(ascii: ","), "',' or '}' on this line")
    }
    try expect(UInt8(ascii: "\""), "a key in quotes")
    key = try string(key)
    try expect(UInt8(ascii: ":"), "':' after the key")
    value.removeAll(keepingCapacity: true)
    skipSpaces()
    guard i < bytes.count else { throw .syntax(expected: "a value", byte: i + 1) }
    switch bytes[i] {
    case UInt8(ascii: "\""):
      i += 1
      value = try string(value)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      throw .nested(key: String(decoding: key, as: UTF8.self), isList: bytes[i] == UInt8(ascii: "["))
    default: try plain()
    }
    return true
  }

  private func end() throws(Fault) -> Bool {
    var rest = self
    rest.skipSpaces()
    guard rest.i == bytes.count else { throw .syntax(expected: "nothing after the object", byte: rest.i + 1) }
    return false
  }

  private mutating func skipSpaces() {
    while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x09 { i += 1 }
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    skipSpaces()
    guard i < bytes.count, bytes[i] == byte else { return false }
    i += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ what: String) throws(Fault) {
    guard accept(byte) else { throw .syntax(expected: what, byte: i + 1) }
  }

  /// A number, `true`, `false`, `null`, or `NaN`, which is no JSON but is written all the same.
  private mutating func plain() throws(Fault) {
    let start = i
    while i < bytes.count, bytes[i] != UInt8(ascii: ","), bytes[i] != UInt8(ascii: "}"), bytes[i] > 0x20 {
      i += 1
    }
    let word = UnsafeBufferPointer(rebasing: bytes[start..<i])
    if word.elementsEqual("null".utf8) || word.elementsEqual("NaN".utf8) { return }
    if word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) || Self.isLongWhole(word) {
      value.append(contentsOf: word)
      return
    }
    var number = 0.0
    switch word.baseAddress.map({ NumberParser().parse($0, word.count, &number) }) ?? .other {
    // A number is its shortest decimal: 7.0 is 7.
    case .numberAsWritten: value.append(contentsOf: ShortestNumber.text(number).utf8)
    case .number, .infinite: value.append(contentsOf: word)
    case .other:
      throw .syntax(expected: "a value: text in quotes, a number, true, false or null", byte: start + 1)
    }
  }

  /// Whole numbers of more digits than a Double holds stay as they are written.
  private static func isLongWhole(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let digits = word.first == UInt8(ascii: "-") ? word.dropFirst() : word[...]
    return digits.count > 15 && digits.first != 48 && digits.allSatisfy { $0 &- 48 <= 9 }
  }

  /// The rest of a string, from after its opening quote, in the memory of an earlier one.
  private mutating func string(_ old: consuming [UInt8]) throws(Fault) -> [UInt8] {
    var target = old
    target.removeAll(keepingCapacity: true)
    while true {
      let start = i
      while i < bytes.count, bytes[i] != UInt8(ascii: "\""), bytes[i] != UInt8(ascii: "\\") { i += 1 }
      target.append(contentsOf: bytes[start..<i])
      guard i < bytes.count else { throw .syntax(expected: "a closing quote on this line", byte: i + 1) }
      i += 1
      if bytes[i - 1] == UInt8(ascii: "\"") { return target }
      guard i < bytes.count else { throw .syntax(expected: "a closing quote on this line", byte: i + 1) }
      i += 1
      switch bytes[i - 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): target.append(bytes[i - 1])
      case UInt8(ascii: "b"): target.append(0x08)
      case UInt8(ascii: "f"): target.append(0x0c)
      case UInt8(ascii: "n"): target.append(0x0a)
      case UInt8(ascii: "r"): target.append(0x0d)
      case UInt8(ascii: "t"): target.append(0x09)
      case UInt8(ascii: "u"): try character(into: &target)
      default: throw .syntax(expected: "an escape of JSON, as \\n or \\\\", byte: i - 1)
      }
    }
  }

  /// A character after `\u`; half of a pair without the other, and NUL, become U+FFFD.
  private mutating func character(into target: inout [UInt8]) throws(Fault) {
    var code = try unit()
    if 0xD800..<0xDC00 ~= code, i + 1 < bytes.count, bytes[i] == UInt8(ascii: "\\"),
      bytes[i + 1] == UInt8(ascii: "u")
    {
      let before = i
      i += 2
      let low = try unit()
      if 0xDC00..<0xE000 ~= low {
        code = 0x1_0000 + (code - 0xD800) << 10 + (low - 0xDC00)
      } else {
        i = before
      }
    }
    let scalar = code == 0 ? "\u{FFFD}" : Unicode.Scalar(code) ?? "\u{FFFD}"
    target.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func unit() throws(Fault) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard i < bytes.count, let digit = Character(Unicode.Scalar(bytes[i])).hexDigitValue else {
        throw .syntax(expected: "four hexadecimal digits after \\u", byte: i + 1)
      }
      code = code << 4 | UInt32(digit)
      i += 1
    }
    return code
  }
}
