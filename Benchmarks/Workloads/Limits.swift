import Condense
import Foundation

/// What this machine can do, measured in the same run as the workloads.
enum Limits {
  static func print() { say("{\"gflops\": \(multiplyAdds() / 1e9)}") }

  /// One line, at once: the reader waits for it.
  static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  /// Seconds since some moment.
  static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

  /// Flops a second of twelve register-resident chains of fused multiply-adds on one core.
  static func multiplyAdds() -> Double {
    let rounds = 20_000_000
    let numbers = HugeBlock(count: 256)
    for i in 0..<256 { numbers.base[i] = 1 - Float(i) * 1e-4 }
    var best = 0.0
    for _ in 0..<5 {
      let start = now()
      chains(rounds, numbers.base)
      best = max(best, Double(rounds) * 12 * 16 / (now() - start))
    }
    return best
  }

  @inline(never)
  private static func chains(_ rounds: Int, _ numbers: UnsafeMutablePointer<Float>) {
    func vector(_ place: Int) -> SIMD8<Float> {
      UnsafeRawPointer(numbers + place * 8).loadUnaligned(as: SIMD8<Float>.self)
    }
    var a = vector(0), b = vector(1), c = vector(2), d = vector(3), e = vector(4), f = vector(5)
    var g = vector(6), h = vector(7), i = vector(8), j = vector(9), k = vector(10), l = vector(11)
    let x = vector(12), y = vector(13)
    for _ in 0..<rounds {
      a.addProduct(x, y)
      b.addProduct(x, y)
      c.addProduct(x, y)
      d.addProduct(x, y)
      e.addProduct(x, y)
      f.addProduct(x, y)
      g.addProduct(x, y)
      h.addProduct(x, y)
      i.addProduct(x, y)
      j.addProduct(x, y)
      k.addProduct(x, y)
      l.addProduct(x, y)
    }
    let sum = a + b + c + d + e + f + g + h + i + j + k + l
    for lane in 0..<8 { numbers[200 + lane] = sum[lane] }
  }

  /// Seconds for one random row of `width` floats and its state to be read and written, on one core.
  ///
  /// Rows come in the order of a random list, as the distinct rows of a batch do not: this is the access
  /// itself, with the next rows asked for.
  static func rowAccess(vocabulary: Int, width: Int, rows: [Int32]) -> Double {
    let table = HugeBlock(count: vocabulary * width), state = HugeBlock(count: vocabulary * width)
    var best = Double.infinity
    for _ in 0..<4 {
      let start = now()
      for row in rows {
        let w = table.base + Int(row) * width, s = state.base + Int(row) * width
        for i in 0..<width {
          w[i] += 1
          s[i] += 1
        }
      }
      best = min(best, (now() - start) / Double(rows.count))
    }
    return best
  }
}

/// Zeroed memory in 2 MB pages.
final class HugeBlock {
  let base: UnsafeMutablePointer<Float>

  init(count: Int) {
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, 1 << 21, count * 4) == 0, let pointer else { fatalError("no memory") }
    #if os(Linux)
      madvise(pointer, count * 4, 14)
    #endif
    memset(pointer, 0, count * 4)
    base = pointer.bindMemory(to: Float.self, capacity: count)
  }

  deinit { free(base) }
}
