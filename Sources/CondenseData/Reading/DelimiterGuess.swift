/// Guesses the byte between cells from the first lines of a file.
enum DelimiterGuess {
  static let candidates: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  /// The candidate that splits most lines into as many cells as the first; 0 when the first has none of them,
  /// so that a line is one cell.
  static func guess(_ p: UnsafePointer<UInt8>, _ count: Int, newline: UInt8) -> UInt8 {
    let isWhole = count <= 1 << 16
    let end = min(count, 1 << 16)
    var best: (delimiter: UInt8, score: Double)?
    for candidate in candidates {
      var first = 0
      var inLine = 0
      var lines = 0
      var same = 0
      var quoted = false
      var lineLength = 0
      for i in 0..<end {
        let byte = p[i]
        if byte == UInt8(ascii: "\"") {
          quoted.toggle()
        } else if !quoted && byte == candidate {
          inLine += 1
        } else if !quoted && byte == newline {
          if lines == 0 { first = inLine }
          if lineLength > 1 {
            lines += 1
            if inLine == first { same += 1 }
          }
          inLine = 0
          lineLength = 0
          continue
        }
        lineLength += 1
      }
      if lineLength > 0 && (isWhole || lines == 0) {
        if lines == 0 { first = inLine }
        lines += 1
        if inLine == first { same += 1 }
      }
      guard first > 0, lines > 0 else { continue }
      // More cells decide between delimiters that fit equally well.
      let score = Double(same) / Double(lines) + Double(min(first, 1000)) * 1e-6
      if score > best?.score ?? 0 { best = (candidate, score) }
    }
    return best?.delimiter ?? 0
  }
}
