import CondenseData

/// Makes inputs of others: number `n` of a list of seeds is the same everywhere and for ever.
struct Mutator {
  let seeds: [[UInt8]]
  /// Words that often tell whether a parser is sound.
  let words: [[UInt8]]

  init(seeds: [[UInt8]], words: [String]) {
    self.seeds = seeds
    self.words = (words + Self.usual).map { Array($0.utf8) }
  }

  private static let usual = [
    "", "0", "-0", "1", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e308",
    "1e999", "-1e999", "1e-400", "nan", "NaN", "inf", "Infinity", "0x10", ".", "-", "+", "e", "\u{0}",
    "\u{FEFF}",
    "\u{1B}", "\u{A0}", "é", "e\u{301}", "中", "\u{1F600}", "\"", "\"\"", "'", ",", ";", "\t", "|", "\n",
    "\r\n", "\r",
    "{", "}", "[", "]", ":", "\\", "\\u", "\\ud800", "null", "true", "#N/A", "007", "1,000", "$5", "5 %",
    "5 kg", "=",
  ]

  func input(_ number: Int) -> [UInt8] {
    var random = SplitMix(seed: UInt64(truncatingIfNeeded: number))
    var bytes = seeds[random.next(below: seeds.count)]
    for _ in 0..<1 + random.next(below: 6) { change(&bytes, &random) }
    return bytes
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let place = random.next(below: bytes.count + 1)
    /// Up to so many bytes from a place on.
    func part(_ bytes: [UInt8], _ place: Int, _ random: inout SplitMix) -> Range<Int> {
      place..<min(bytes.count, place + 1 + random.next(below: 1 << random.next(below: 6)))
    }
    switch random.next(below: 9) {
    case 0 where !bytes.isEmpty:
      bytes[min(place, bytes.count - 1)] ^= 1 << UInt8(random.next(below: 8))
    case 1 where !bytes.isEmpty: bytes[min(place, bytes.count - 1)] = UInt8(random.next(below: 256))
    case 2: bytes.insert(UInt8(random.next(below: 256)), at: place)
    case 3: bytes.removeSubrange(part(bytes, place, &random))
    case 4:
      let copied = Array(bytes[part(bytes, place, &random)])
      bytes.insert(contentsOf: copied, at: random.next(below: bytes.count + 1))
    case 5: bytes.removeLast(bytes.count - place)
    case 6:
      let other = seeds[random.next(below: seeds.count)]
      let from = random.next(below: other.count + 1)
      bytes.insert(contentsOf: other[part(other, from, &random)], at: place)
    default:
      let word = words[random.next(below: words.count)]
      let end = random.next(below: 2) == 0 ? place : part(bytes, place, &random).upperBound
      bytes.replaceSubrange(place..<end, with: word)
    }
  }
}
