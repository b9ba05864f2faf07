import CondenseCore
import Foundation
import Testing

/// Our functions against the C library's in higher precision, over everything a Float can be.
struct ElementaryFunctionsTests {
  /// Floats evenly over the bit patterns, so that each binade has as many: 2 million by a stride that is odd.
  static func floats(stride step: UInt32 = 2039) -> [Float] {
    Swift.stride(from: UInt32(0), to: UInt32.max - step, by: Int(step)).map(Float.init(bitPattern:))
      .filter { !$0.isNaN }
  }

  static let special: [Float] = [
    0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNormalMagnitude,
    .ulpOfOne, -.ulpOfOne, 1, -1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity,
    88.722_84, 88.722_83, 88.73, 89, 90, -87.336_54, -87.34, -103.278_93, -103.9, -103.98, -104, -105,
    0.249_999_99, 0.25, -0.25, 0.707_106_77, 1.414_213_5, 1.414_213_7,
  ]

  /// Units in the last place of the true value that a result is off.
  static func units(_ result: Float, _ truth: Double) -> Double {
    let nearest = Float(truth)
    if result == nearest || (result.isNaN && truth.isNaN) { return 0 }
    guard result.isFinite, nearest.isFinite else { return .infinity }
    return abs(Double(result) - truth) / Double(nearest.ulp)
  }

  private func erf(_ x: Float) -> Float { Elementary.erf(Float8(repeating: x))[0] }

  static func worst(_ numbers: [Float], _ error: (Float) -> Double) -> (error: Double, at: Float) {
    numbers.reduce((0, 0)) { worst, x in
      let e = error(x)
      return e > worst.0 ? (e, x) : worst
    }
  }

  @Test func expIsWithinTwoUnits() {
    let (error, x) = Self.worst(Self.floats() + Self.special) {
      Self.units(Elementary.exp($0), Foundation.exp(Double($0)))
    }
    #expect(error <= 2, "\(error) at \(x)")
    #expect(Elementary.exp(Float.nan).isNaN)
  }

  @Test func expOfModerateNumbersIsWithinTwoUnits() {
    let numbers = stride(from: Float(-110), to: 92, by: 0.000_317).map { $0 }
    let (error, x) = Self.worst(numbers) { Self.units(Elementary.exp($0), Foundation.exp(Double($0))) }
    #expect(error <= 2, "\(error) at \(x)")
  }

  @Test func logIsWithinTwoUnits() {
    let normal = (Self.floats() + Self.special).filter { $0 >= .leastNormalMagnitude && $0.isFinite }
    let around = stride(from: Float(0.3), to: 3, by: 0.000_003).map { $0 }
    let (error, x) = Self.worst(normal + around) {
      Self.units(Elementary.log($0), Foundation.log(Double($0)))
    }
    #expect(error <= 2, "\(error) at \(x)")
    #expect(Elementary.log(Float(1)) == 0)
  }

  @Test func logHandsOnWhatIsNotFinite() {
    #expect(Elementary.log(Float.nan).isNaN)
    #expect(Elementary.log(Float.infinity) == .infinity)
  }

  @Test func tanhErfAndSigmoidAreWithinTheirBound() {
    let numbers = Self.floats(stride: 4079) + Self.special + stride(from: Float(-12), to: 12, by: 0.000_1)
    let functions: [(String, (Float) -> Float, (Double) -> Double)] = [
      ("tanh", { Elementary.tanh($0) }, { Foundation.tanh($0) }),
      ("erf", erf, { Foundation.erf($0) }),
      ("sigmoid", { Elementary.sigmoid($0) }, { 1 / (1 + Foundation.exp(-$0)) }),
    ]
    for (name, ours, theirs) in functions {
      let (error, x) = Self.worst(numbers) { abs(Double(ours($0)) - theirs(Double($0))) }
      #expect(error <= 4e-7, "\(name) is off by \(error) at \(x)")
      #expect(ours(.nan).isNaN, "\(name) of NaN")
    }
    #expect(Elementary.tanh(Float.infinity) == 1)
    #expect(Elementary.tanh(-Float.infinity) == -1)
    #expect(erf(Float.infinity) == 1)
    #expect(erf(-Float.infinity) == -1)
    #expect(Elementary.sigmoid(Float.infinity) == 1)
    #expect(Elementary.sigmoid(-Float.infinity) == 0)
  }

  @Test func tanhNearZeroIsRelativelyRight() {
    let numbers = Self.floats().filter { abs($0) < 0.25 && $0 != 0 }
    let (error, x) = Self.worst(numbers) { Self.units(Elementary.tanh($0), Foundation.tanh(Double($0))) }
    #expect(error <= 4, "\(error) units at \(x)")
  }

  /// A scalar is a lane, and a lane does not depend on its neighbours or its place.
  @Test func scalarsHaveTheBitsOfLanes() {
    let numbers = Self.floats(stride: 65_521) + Self.special + [.nan]
    for first in stride(from: 0, to: numbers.count - 8, by: 7) {
      var lanes = Float8()
      for lane in 0..<8 { lanes[lane] = numbers[first + lane] }
      let vectors = [
        Elementary.exp(lanes), Elementary.log(lanes), Elementary.tanh(lanes), Elementary.sigmoid(lanes),
        Elementary.erf(lanes),
      ]
      for lane in 0..<8 {
        let x = lanes[lane]
        let scalars = [
          Elementary.exp(x), Elementary.log(x), Elementary.tanh(x), Elementary.sigmoid(x),
          erf(x),
        ]
        for (vector, scalar) in zip(vectors, scalars) {
          #expect(vector[lane].bitPattern == scalar.bitPattern || (vector[lane].isNaN && scalar.isNaN))
        }
      }
    }
  }

  // MARK: Double

  static func units(_ result: Double, _ truth: Double) -> Double {
    if result == truth || (result.isNaN && truth.isNaN) { return 0 }
    guard result.isFinite, truth.isFinite else { return .infinity }
    return abs(result - truth) / truth.ulp
  }

  static let doubles: [Double] = stride(
    from: UInt64(1), to: UInt64.max - (1 << 46), by: Int(1 << 45) + 12_345_677
  ).map(Double.init(bitPattern:)).filter { !$0.isNaN }

  @Test func doubleExpIsWithinAFewUnits() {
    let moderate = stride(from: -746.0, to: 710, by: 0.001_37).map { $0 }
    let special = [0, -0.0, 709.782_712_893_384, 709.79, 710, -745.13, -745.14, -745.2, -746, .infinity]
    for x in moderate + special + [-Double.infinity] + Self.doubles {
      let error = Self.units(Elementary.exp(x), Foundation.exp(x))
      if error > 4 { Issue.record("exp is \(error) units off at \(x)") }
    }
    #expect(Elementary.exp(Double.nan).isNaN)
  }

  @Test func doubleLogIsWithinAFewUnits() {
    let around = stride(from: 0.3, to: 3, by: 0.000_013).map { $0 }
    let special: [Double] = [
      0, -0.0, -1, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .infinity, 1,
      -.infinity, 1.0.nextUp, 1.0.nextDown,
    ]
    for x in around + special + Self.doubles {
      let error = Self.units(Elementary.log(x), Foundation.log(x))
      if error > 4 { Issue.record("log is \(error) units off at \(x)") }
    }
    #expect(Elementary.log(Double.nan).isNaN)
  }

  @Test func powersAreClose() {
    for x in [0.001, 0.5, 0.9, 1, 1.5, 2, 10, 12_345] {
      for y in [-3, -0.75, 0, 0.5, 0.75, 1, 2, 10] {
        let truth = Foundation.pow(x, y)
        #expect(abs(Elementary.power(x, y) - truth) <= 1e-13 * truth)
      }
    }
  }
}
