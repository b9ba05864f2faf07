import CondenseCore
import Testing

extension KernelTests {
  /// Products of one vector with others against sums in Double, for widths and counts around the blocks.
  @Suite struct DotKernelTests {
    @Test(arguments: [1, 7, 8, 9, 31, 32, 40, 129], [1, 3, 4, 5, 9])
    func productsAndGradients(width: Int, count: Int) {
      let random = Philox(seed: 3, purpose: "dots")
      func numbers(_ count: Int, _ round: UInt64) -> [Float] {
        (0..<count).map { 2 * Philox.unit(random.block(round, UInt64($0))[0]) - 1 }
      }
      let a = numbers(width, 1), b = numbers(width * count, 2), dy = numbers(count, 3)
      let da = numbers(width, 4), db = numbers(width * count, 5)
      var y = [Float](repeating: .nan, count: count), newA = da, newB = db
      DotKernels.products(a, b, width: width, count: count, y: &y)
      DotKernels.addSum(of: b, weights: dy, width: width, count: count, to: &newA)
      DotKernels.addMultiples(of: a, weights: dy, width: width, count: count, to: &newB)

      func isNear(_ found: Float, _ expected: Double) -> Bool { abs(Double(found) - expected) < 2e-5 }
      for j in 0..<count {
        let product = (0..<width).reduce(0.0) { $0 + Double(a[$1]) * Double(b[j * width + $1]) }
        #expect(isNear(y[j], product), "y[\(j)]")
        for i in 0..<width {
          let place = j * width + i
          #expect(isNear(newB[place], Double(db[place]) + Double(dy[j]) * Double(a[i])), "db[\(j), \(i)]")
        }
        var alone: Float = .nan
        b.withUnsafeBufferPointer { all in
          guard let base = all.baseAddress else { return }
          DotKernels.products(a, base + j * width, width: width, count: 1, y: &alone)
        }
        #expect(alone == y[j], "the same bits alone")
      }
      for i in 0..<width {
        let sum = (0..<count).reduce(Double(da[i])) { $0 + Double(dy[$1]) * Double(b[$1 * width + i]) }
        #expect(isNear(newA[i], sum), "da[\(i)]")
      }
    }
  }
}
