/// One cell of a row that is no part of a table.
public enum Cell: Sendable, Equatable {
  /// No value.
  case missing
  /// A number; NaN is no value.
  case number(Double)
  /// A string, as it would stand in a file.
  case text(String)
  /// The pixels of an image, a byte each, row by row from the top.
  case image([UInt8])

  /// Whether it holds a value.
  var isPresent: Bool {
    switch self {
    case .missing: false
    case .number(let value): !value.isNaN
    case .text, .image: true
    }
  }

  /// The number it holds, or that its text is.
  var number: Double? {
    switch self {
    case .missing, .image: return nil
    case .number(let value): return value
    case .text(var text):
      return text.withUTF8 { buffer in
        buffer.baseAddress.flatMap { Column.lenientNumber($0, buffer.count) }
      }
    }
  }

  /// The text it holds, or that its number is written as.
  var asText: String? {
    switch self {
    case .missing, .image: nil
    case .number(let value): value.isNaN ? nil : ShortestNumber.text(value)
    case .text(let text): text
    }
  }

  /// The cell in a message.
  var shown: String {
    switch self {
    case .missing: ""
    case .number(let value): ShortestNumber.text(value)
    case .text(let text): ShownText.line(text)
    case .image: description
    }
  }

  /// What it is, in a message.
  var description: String {
    switch self {
    case .missing: "missing"
    case .number, .text: "'\(shown)'"
    case .image(let pixels): "an image of \(Count.of(pixels.count, "pixel", "pixels"))"
    }
  }
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self.init(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// `true` or `false`, as files write them.
  public init(booleanLiteral value: Bool) { self = .text(value ? "true" : "false") }
  /// No value.
  public init(nilLiteral: ()) { self = .missing }

  /// A whole number; one that a Double cannot hold exactly stays the text of its digits.
  public init(_ value: some BinaryInteger) {
    self = if let number = Double(exactly: value) { .number(number) } else { .text(String(value)) }
  }
}
