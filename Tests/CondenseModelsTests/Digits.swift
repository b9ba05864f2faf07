import CondenseCore
import CondenseData

/// Digits of a font of five by seven, somewhere in images of 12 × 12 pixels, in grey on noise.
enum Digits {
  static let side = 12

  private static let font: [[UInt8]] = [
    [14, 17, 19, 21, 25, 17, 14], [4, 12, 4, 4, 4, 4, 14], [14, 17, 1, 2, 4, 8, 31],
    [31, 2, 4, 2, 1, 17, 14],
    [2, 6, 10, 18, 31, 2, 2], [31, 16, 30, 1, 1, 17, 14], [6, 8, 16, 30, 17, 17, 14], [31, 1, 2, 4, 8, 8, 8],
    [14, 17, 17, 14, 17, 17, 14], [14, 17, 17, 15, 1, 2, 12],
  ]
  private static let random = Philox(seed: 1, purpose: "digits")

  static func draw(_ bound: Int, _ number: Int, _ what: Int) -> Int {
    random.integer(below: bound, UInt64(number), UInt64(what))
  }

  static func image(_ number: Int) -> [UInt8] {
    var pixels = (0..<side * side).map { UInt8(draw(90, number, 1000 + $0)) }
    let top = 1 + draw(4, number, 0), left = 2 + draw(4, number, 1)
    for y in 0..<7 {
      for x in 0..<5 where font[number % 10][y] >> (4 - x) & 1 == 1 {
        pixels[(top + y) * side + left + x] = UInt8(120 + draw(136, number, 2000 + y * 5 + x))
      }
    }
    return pixels
  }

  /// - Parameter wrong: in how many of a hundred labels the next digit is written.
  static func table(_ numbers: Range<Int>, wrong: Int = 0) throws -> Table {
    let labels = numbers.map { ($0 + (draw(100, $0, 9) < wrong ? 1 : 0)) % 10 }
    return try Table(
      name: "digits",
      columns: [
        Column(name: "image", images: numbers.map(image), height: side, width: side),
        Column(name: "digit", strings: labels.map(String.init)),
      ])
  }
}
