import Condense

/// What the value of an option may be: checking, error text, help and completion follow from it.
package enum ValueKind: Sendable, Equatable {
  /// No value: given or not.
  case flag
  case text
  case file
  case whole(ClosedRange<Int>)
  case number(NumberRange)
  /// A length of time in seconds, minutes or hours: `90s`, `5m`, `1h`.
  case duration
  /// Whole numbers from one to another, `2-5`, or one alone.
  case span(ClosedRange<Int>)
  /// Names separated by commas; none empty; `\,` is a comma within a name.
  case names(atLeast: Int)
  /// Texts separated by commas, empty ones allowed; `\,` is a comma within a text.
  case texts
  /// `NAME=WORD` pairs separated by commas, each word one of these.
  case kinds([String])
  /// `NAME=NUMBER`, the name one of these.
  case metric([String])
  case choice([String])

  private static let longestDuration = 3_600_000.0

  /// The words a shell may offer.
  package var words: [String] {
    switch self {
    case .choice(let words): words
    case .metric(let names): names.map { $0 + "=" }
    default: []
    }
  }

  /// The rest of a sentence that starts with "--flag expects".
  package var expected: String {
    switch self {
    case .flag: "no value"
    case .text: "a text"
    case .file: "a file name"
    case .whole(let range):
      range.upperBound == .max
        ? "a whole number, \(range.lowerBound) or more"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number \(range.text)"
    case .duration: "a duration such as 90s, 5m or 1h, at most 1000h"
    case .span(let range): "whole numbers from \(range.lowerBound) to \(range.upperBound) such as 2-5"
    case .names(let count):
      count > 1 ? "at least \(count) names separated by commas" : "names separated by commas, none empty"
    case .texts: "texts separated by commas"
    case .kinds(let words): "COL=KIND with a kind among \(words.joined(separator: ", "))"
    case .metric: "METRIC=VALUE such as accuracy=0.9"
    case .choice(let words): words.count == 1 ? "'\(words[0])'" : words.joined(separator: " or ")
    }
  }

  /// The value that `text` stands for; `flag` is the option as it was written.
  package func value(of text: String, for flag: String) throws(CondenseError) -> ArgumentValue {
    switch self {
    case .flag: throw CondenseError(.usage, "\(flag) takes no value, but '\(text)' is given")
    case .text, .file: if !text.isEmpty { return .text(text) }
    case .whole(let range): if let n = Int(text), range.contains(n) { return .whole(n) }
    case .number(let range): if let x = Double(text), range.contains(x) { return .number(x) }
    case .duration: if let seconds = Self.seconds(text) { return .number(seconds) }
    case .span(let range):
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      if ends.count <= 2, let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high,
        range.contains(low),
        range.contains(high)
      {
        return .span(low...high)
      }
    case .names(let count):
      let names = Self.pieces(text)
      if names.count >= count, names.allSatisfy({ !$0.isEmpty }) { return .list(names) }
    case .texts: return .list(Self.pieces(text))
    case .kinds(let words):
      let pairs = Self.pieces(text).compactMap { Self.pair($0) }.filter { words.contains($0.value) }
      if pairs.count == Self.pieces(text).count { return .kinds(pairs) }
    case .metric(let names): if let pair = try Self.metric(text, names, flag) { return .metric(pair) }
    case .choice(let words):
      if words.contains(text) { return .text(text) }
      if let near = Nearest.word(to: text, among: words) {
        throw CondenseError(.usage, "\(flag) expects \(expected), not '\(text)'; did you mean '\(near)'?")
      }
    }
    throw CondenseError(.usage, "\(flag) expects \(expected), not '\(text)'")
  }

  private static func metric(
    _ text: String, _ names: [String], _ flag: String
  ) throws(CondenseError) -> Pair<Double>? {
    guard let pair = pair(text), let value = Double(pair.value), value.isFinite else { return nil }
    if names.contains(pair.name) { return Pair(pair.name, value) }
    let near = Nearest.word(to: pair.name, among: names)
    let hint = near.map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))"
    throw CondenseError(.usage, "\(flag) knows no metric '\(pair.name)'; \(hint)")
  }

  /// `NAME=VALUE` split at the last `=`, so that a name may hold one; nil when either side is empty.
  private static func pair(_ text: String) -> Pair<String>? {
    guard let equals = text.lastIndex(of: "=") else { return nil }
    let (name, value) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
    return name.isEmpty || value.isEmpty ? nil : Pair(name, value)
  }

  private static func seconds(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Double(text.dropLast()) else { return nil }
    let seconds = count * unit
    return seconds > 0 && seconds <= longestDuration ? seconds : nil
  }

  private static func pieces(_ text: String) -> [String] {
    var pieces = [""]
    var escaped = false
    for character in text {
      if escaped {
        pieces[pieces.count - 1] += character == "," ? "," : "\\\(character)"
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if character == "," {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    if escaped { pieces[pieces.count - 1] += "\\" }
    return pieces
  }
}
