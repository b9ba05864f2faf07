import CondenseCore
import Testing

/// The generator against the vectors its authors publish (Random123, `kat_vectors`), and what is built on it.
struct PhiloxTests {
  @Test func publishedVectors() {
    let all = UInt32.max
    let vectors: [(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>)] = [
      (.init(), .init(), .init(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
      (
        .init(repeating: all), .init(repeating: all),
        .init(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
      ),
      (
        .init(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), .init(0xa409_3822, 0x299f_31d0),
        .init(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
      ),
    ]
    for (counter, key, expected) in vectors { #expect(Philox(key: key).block(counter) == expected) }
  }

  @Test func twoWordCounterIsTheSameBlock() {
    let random = Philox(key: SIMD2(1, 2))
    #expect(
      random.block(0x4444_4444_3333_3333, 0x2222_2222_1111_1111)
        == random.block(SIMD4(0x1111_1111, 0x2222_2222, 0x3333_3333, 0x4444_4444)))
  }

  @Test func purposesAndSeedsGiveOtherNumbers() {
    let first = Philox(seed: 1, purpose: "shuffle").block(0, 0)
    #expect(first == Philox(seed: 1, purpose: "shuffle").block(0, 0))
    #expect(first != Philox(seed: 2, purpose: "shuffle").block(0, 0))
    #expect(first != Philox(seed: 1, purpose: "dropout").block(0, 0))
  }

  @Test func unitsStayBelowOne() {
    #expect(Philox.unit(0) == 0)
    #expect(Philox.unit(.max) == 1 - 0x1p-24)
    #expect(Philox.unit(0x8000_0000) == 0.5)
  }

  @Test func uniformNumbersDependOnTheirPlaceOnly() {
    let random = Philox(seed: 3, purpose: "fill")
    var whole = [Float](repeating: 0, count: 101)
    random.fillUniform(&whole, count: 101, bound: 0.5)
    #expect(whole.allSatisfy { $0 >= -0.5 && $0 < 0.5 })
    #expect(Set(whole).count > 95)
    for first in [1, 2, 3, 4, 50, 97] {
      var part = [Float](repeating: 0, count: 101 - first)
      random.fillUniform(&part, count: part.count, bound: 0.5, from: first)
      #expect(part == Array(whole[first...]))
    }
  }

  @Test func uniformNumbersAreEven() {
    let random = Philox(seed: 4, purpose: "fill")
    var numbers = [Float](repeating: 0, count: 100_000)
    random.fillUniform(&numbers, count: numbers.count, bound: 1)
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / 100_000
    let square = numbers.reduce(0.0) { $0 + Double($1) * Double($1) } / 100_000
    #expect(abs(mean) < 0.01)
    #expect(abs(square - 1.0 / 3) < 0.01)
  }

  @Test func permutationsHoldEveryNumberOnce() {
    let random = Philox(seed: 5, purpose: "shuffle")
    for count in [0, 1, 2, 3, 1000] {
      let order = random.permutation(count: count, round: 1)
      #expect(order.sorted() == (0..<Int32(count)).map { $0 })
    }
    let rounds = (0..<3).map { random.permutation(count: 100, round: $0) }
    #expect(rounds[0] != rounds[1])
    #expect(rounds[1] != rounds[2])
    #expect(rounds[0] == random.permutation(count: 100, round: 0))
  }

  @Test func integersAreEvenBelowTheirBound() {
    let random = Philox(seed: 6, purpose: "integers")
    var counts = [Int](repeating: 0, count: 7)
    for i in 0..<70_000 { counts[random.integer(below: 7, 0, UInt64(i))] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
  }
}
