import CondenseCore
import Foundation

/// Cuts texts into tokens by the rules `words-1`, and holds those of the last one.
///
/// - An HTML line break (`<br>`, `<br/>`, `</BR >`, …) is a space.
/// - A token is a run of letters, digits and their marks. An apostrophe between two of them belongs to it, and
///   ’ is one: `don’t` gives `don't`. A hyphen ends it.
/// - Letters of scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Myanmar) are a token each, with
///   their marks; n-grams make pairs of them.
/// - `!` and `?` are tokens, and so are emoji (a whole sequence is one, whatever its presentation) and other
///   symbols beyond ASCII. All else parts tokens.
/// - Tokens are composed (NFC), then lower-cased character by character. One of more than 64 bytes becomes `#`
///   and sixteen hexadecimal digits of its hash.
///
/// Bytes that are no UTF-8 part tokens. Memory is kept from text to text.
package struct Tokenizer: ~Copyable {
  /// The name of the rules, for records; other rules have another.
  package static let rules = "words-1"

  /// The most bytes of a token.
  package static let longest = 64

  /// Whether `places` are kept.
  package var keepsPlaces = false
  /// Where each token stands in the text, in bytes.
  package private(set) var places: [Range<Int>] = []

  /// The number of tokens.
  package var count: Int { ends.count }

  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 1024
  private var used = 0
  /// Where each token ends; the next one starts there.
  private var ends: [Int] = []
  private var scalars: [Unicode.Scalar] = []
  private let table = CharacterTable.shared

  package init() { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }

  /// The bytes of a token; they stay until the next text is read.
  @inline(__always)
  package func token(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = index > 0 ? ends[index - 1] : 0
    return UnsafeBufferPointer(start: bytes + start, count: ends[index] - start)
  }

  /// The tokens of a text.
  package static func tokens(_ text: String) -> [String] {
    var tokenizer = Tokenizer()
    var text = text
    text.withUTF8 { tokenizer.read($0) }
    return (0..<tokenizer.count).map { String(decoding: tokenizer.token($0), as: UTF8.self) }
  }

  /// Reads a text; its tokens replace those of the one before.
  package mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    ends.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    used = 0
    guard let p = text.baseAddress else { return }
    let n = text.count
    reserve(n)
    let folds = Self.folds.start
    var i = 0, start = 0
    while i < n {
      if keepsPlaces { keepPlace(start..<i) }
      start = i
      var folded = folds[Int(p[i])]
      if folded != 0 {
        // In words of ASCII a byte of text gives a byte of token at most, and there is room for those.
        let first = i
        var out = used
        var isPlain = true
        while true {
          bytes[out] = folded
          out &+= 1
          i &+= 1
          if i == n { break }
          folded = folds[Int(p[i])]
          if folded != 0 { continue }
          if p[i] == UInt8(ascii: "'"), i &+ 1 < n {
            folded = folds[Int(p[i &+ 1])]
            if folded != 0 {
              bytes[out] = UInt8(ascii: "'")
              out &+= 1
              i &+= 1
              continue
            }
            isPlain = p[i &+ 1] < 0x80
          } else {
            isPlain = p[i] < 0x80
          }
          break
        }
        if isPlain {
          close(at: out)
        } else {
          i = readCharacters(p, n, from: first)
        }
        continue
      }
      switch p[i] {
      case UInt8(ascii: "!"), UInt8(ascii: "?"):
        bytes[used] = p[i]
        close(at: used &+ 1)
        i &+= 1
      case UInt8(ascii: "<"):
        i &+= max(1, Self.lineBreak(p + i, n - i))
      case 0x80...:
        i = readCharacters(p, n, from: i)
      default:
        i &+= 1
      }
    }
    if keepsPlaces { keepPlace(start..<i) }
  }

  /// Keeps the place of a token, if the bytes just read gave one: they give one at most.
  private mutating func keepPlace(_ place: Range<Int>) {
    if ends.count > places.count { places.append(place) }
  }

  /// Ends the token that started at `used`.
  @inline(__always)
  private mutating func close(at end: Int) {
    used = end - (ends.last ?? 0) > Self.longest ? shortened(to: end) : end
    ends.append(used)
  }

  private mutating func shortened(to end: Int) -> Int {
    let start = ends.last ?? 0
    let hash = StableHash.hash(UnsafeRawBufferPointer(start: bytes + start, count: end - start))
    bytes[start] = UInt8(ascii: "#")
    for digit in 0..<16 {
      let value = UInt8(truncatingIfNeeded: hash >> UInt64(60 - 4 * digit)) & 15
      bytes[start + 1 + digit] = value < 10 ? value + 48 : value + 87
    }
    return start + 17
  }

  private mutating func reserve(_ more: Int) {
    guard capacity - used < more + 32 else { return }
    let grown = max(capacity * 2, used + more + 32)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
    memory.update(from: bytes, count: used)
    bytes.deallocate()
    bytes = memory
    capacity = grown
  }

  // MARK: Beyond ASCII

  /// Reads what starts at `first`, one token at most, and returns where it ends.
  private mutating func readCharacters(_ p: UnsafePointer<UInt8>, _ n: Int, from first: Int) -> Int {
    let (scalar, length) = Self.decode(p, n, first)
    scalars.removeAll(keepingCapacity: true)
    let end: Int
    switch table.role(of: scalar) {
    case .word: end = readWord(p, n, from: first)
    case .single: end = readSingle(p, n, from: first)
    case .symbol: end = readSymbol(p, n, from: first)
    case .mark, .joiner, .separator: return first + length
    }
    // What follows needs room as well.
    reserve(scalars.count * 4 + n - end)
    var out = used
    for scalar in scalars {
      for byte in UTF8.encode(scalar) ?? UTF8.EncodedScalar() {
        bytes[out] = byte
        out += 1
      }
    }
    close(at: out)
    return end
  }

  private mutating func readWord(_ p: UnsafePointer<UInt8>, _ n: Int, from first: Int) -> Int {
    var i = first
    var isComposed = true
    scan: while i < n {
      let (scalar, length) = Self.decode(p, n, i)
      switch table.role(of: scalar) {
      case .word, .mark:
        isComposed = isComposed && table.isInert(scalar)
        scalars.append(scalar)
      case .joiner: break
      case .single, .symbol: break scan
      case .separator:
        guard scalar == "'" || scalar == "\u{2019}", i + length < n,
          table.role(of: Self.decode(p, n, i + length).scalar) == .word
        else { break scan }
        scalars.append("'")
      }
      i += length
    }
    finish(isComposed: isComposed)
    return i
  }

  private mutating func readSingle(_ p: UnsafePointer<UInt8>, _ n: Int, from first: Int) -> Int {
    var i = first
    while i < n {
      let (scalar, length) = Self.decode(p, n, i)
      let role = table.role(of: scalar)
      guard i == first || role == .mark || role == .joiner else { break }
      if role != .joiner { scalars.append(scalar) }
      i += length
    }
    finish(isComposed: scalars.count == 1 && table.isInert(scalars[0]))
    return i
  }

  /// An emoji with all that belongs to it; variation selectors are dropped, so that ❤ and ❤️ are one.
  private mutating func readSymbol(_ p: UnsafePointer<UInt8>, _ n: Int, from first: Int) -> Int {
    func isFlag(_ scalar: Unicode.Scalar) -> Bool { 0x1F1E6...0x1F1FF ~= scalar.value }
    var i = first
    while i < n {
      let (scalar, length) = Self.decode(p, n, i)
      let value = scalar.value
      if i == first || 0x1F3FB...0x1F3FF ~= value || 0xE0020...0xE007F ~= value || value == 0x20E3 {
        scalars.append(scalar)
      } else if isFlag(scalar), scalars.count == 1, isFlag(scalars[0]) {
        scalars.append(scalar)
      } else if value == 0x200D, i + length < n {
        let next = Self.decode(p, n, i + length)
        guard table.role(of: next.scalar) == .symbol else { break }
        scalars.append(scalar)
        scalars.append(next.scalar)
        i += next.length
      } else if !(0xFE00...0xFE0F ~= value) {
        break
      }
      i += length
    }
    return i
  }

  /// Composes the characters of a token and makes them lower case.
  private mutating func finish(isComposed: Bool) {
    if !isComposed {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      let composed = String(view).precomposedStringWithCanonicalMapping
      scalars.removeAll(keepingCapacity: true)
      scalars.append(contentsOf: composed.unicodeScalars)
    }
    for index in scalars.indices { scalars[index] = table.lowerCase(scalars[index]) }
  }

  // MARK: Bytes

  /// The character at `i` and how many bytes it takes; U+FFFD and one byte where there is none.
  @inline(__always)
  private static func decode(
    _ p: UnsafePointer<UInt8>, _ n: Int, _ i: Int
  ) -> (scalar: Unicode.Scalar, length: Int) {
    let byte = UInt32(p[i])
    if byte < 0x80 { return (Unicode.Scalar(UInt8(byte)), 1) }
    let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    guard byte >= 0xC2, byte < 0xF5, i + length <= n else { return ("\u{FFFD}", 1) }
    var value = byte & (0x7F >> UInt32(length))
    for k in 1..<length {
      let next = UInt32(p[i + k])
      guard next & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | next & 0x3F
    }
    // Overlong forms and surrogates.
    guard length == 2 || value >= (length == 3 ? 0x800 : 0x1_0000), let scalar = Unicode.Scalar(value)
    else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }

  /// The length of the line break that starts at `p`, 0 if there is none.
  private static func lineBreak(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int {
    var i = 1
    func skip(_ byte: UInt8) { while i < n, p[i] == byte { i += 1 } }
    skip(UInt8(ascii: "/"))
    guard i + 2 < n, p[i] | 0x20 == UInt8(ascii: "b"), p[i + 1] | 0x20 == UInt8(ascii: "r") else { return 0 }
    i += 2
    skip(0x20)
    skip(UInt8(ascii: "/"))
    return i < n && p[i] == UInt8(ascii: ">") ? i + 1 : 0
  }

  /// Of each byte the lower case if it is a letter or a digit of ASCII, otherwise 0; never freed.
  private struct Folds: @unchecked Sendable {
    let start: UnsafePointer<UInt8>

    init() {
      let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
      for byte in 0..<256 {
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          memory[byte] = UInt8(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): memory[byte] = UInt8(byte) | 0x20
        default: memory[byte] = 0
        }
      }
      start = UnsafePointer(memory)
    }
  }

  private static let folds = Folds()
}
