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
    var best = 0.0
    for _ in 0..<5 {
      var a = [SIMD8<Float>](repeating: SIMD8(repeating: 1), count: 1)[0]
      var b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a
      let x = SIMD8<Float>(repeating: 0.999), y = SIMD8<Float>(repeating: 1e-3)
      let rounds = 20_000_000
      let start = now()
      for _ in 0..<rounds {
        a = y.addingProduct(a, x)
        b = y.addingProduct(b, x)
        c = y.addingProduct(c, x)
        d = y.addingProduct(d, x)
        e = y.addingProduct(e, x)
        f = y.addingProduct(f, x)
        g = y.addingProduct(g, x)
        h = y.addingProduct(h, x)
        i = y.addingProduct(i, x)
        j = y.addingProduct(j, x)
        k = y.addingProduct(k, x)
        l = y.addingProduct(l, x)
      }
      let seconds = now() - start
      let sum = a + b + c + d + e + f + g + h + i + j + k + l
      if sum[0] == .infinity { Swift.print(sum) }
      best = max(best, Double(rounds) * 12 * 16 / seconds)
    }
    return best
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
