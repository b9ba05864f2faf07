// Expect: an accuracy above 0.95 on digits it never saw, drawn crooked and noisy, and what it takes one of them for.
import Condense

// Five columns by seven rows for each digit: a line of the font is a row of pixels, a bit is a pixel.
let font: [[UInt8]] = [
  [14, 17, 19, 21, 25, 17, 14], [4, 12, 4, 4, 4, 4, 14], [14, 17, 1, 2, 4, 8, 31], [31, 2, 4, 2, 1, 17, 14],
  [2, 6, 10, 18, 31, 2, 2], [31, 16, 30, 1, 1, 17, 14], [6, 8, 16, 30, 17, 17, 14], [31, 1, 2, 4, 8, 8, 8],
  [14, 17, 17, 14, 17, 17, 14], [14, 17, 17, 15, 1, 2, 12],
]
let side = 12
let random = Philox(seed: 1, purpose: "digits")

/// A digit somewhere in an image of 12 × 12 pixels, in grey on noise.
func image(of digit: Int, number: Int) -> [UInt8] {
  func draw(_ bound: Int, _ what: Int) -> Int { random.integer(below: bound, UInt64(number), UInt64(what)) }
  var pixels = (0..<side * side).map { UInt8(draw(90, 1000 + $0)) }
  let top = 1 + draw(4, 0), left = 2 + draw(4, 1)
  for y in 0..<7 {
    for x in 0..<5 where font[digit][y] >> (4 - x) & 1 == 1 {
      pixels[(top + y) * side + left + x] = UInt8(120 + draw(136, 2000 + y * 5 + x))
    }
  }
  return pixels
}

func table(_ numbers: Range<Int>) throws -> Table {
  let digits = numbers.map { $0 % 10 }
  return try Table(
    name: "digits",
    columns: [
      Column(
        name: "image", images: zip(digits, numbers).map(image), height: side, width: side),
      Column(name: "digit", strings: digits.map(String.init)),
    ])
}

let model = try await Predictor.train(on: table(0..<2000), predicting: "digit")
print("accuracy", try model.evaluation(on: table(2000..<3000)).accuracy ?? 0)
let answer = try model.prediction(forImage: image(of: 7, number: 5000))
print("a 7 is taken for a", answer.label ?? "?", "with probability", answer.probability(of: "7") ?? 0)
