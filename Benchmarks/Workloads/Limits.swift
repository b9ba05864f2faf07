import CKernels
import CondenseCore
import Foundation

/// What this machine can do, measured in the same run as the workloads: the limits that these are held against.
enum Limits {
  static func print(threads: Int) {
    let one = multiplyAdds(threads: 1), all = multiplyAdds(threads: threads)
    let cache = readBandwidth(bytes: 128 << 10, threads: threads)
    let memory = readBandwidth(bytes: 256 << 20, threads: threads)
    say(
      """
      {"threads": \(threads), "gflops_one_core": \(one / 1e9), "gflops": \(all / 1e9), \
      "cache_gb_per_second": \(cache / 1e9), "memory_gb_per_second": \(memory / 1e9)}
      """)
  }

  /// One line, at once: the reader waits for it.
  static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  /// Seconds since some moment.
  static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

  /// Seconds that threads take at the same time, each doing its own: the least of some rounds.
  private static func seconds(threads: Int, rounds: Int, _ body: @Sendable (_ thread: Int) -> Void) -> Double
  {
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = now()
      if threads == 1 { body(0) } else { DispatchQueue.concurrentPerform(iterations: threads, execute: body) }
      best = min(best, now() - start)
    }
    return best
  }

  /// Flops a second of twelve register-resident chains of fused multiply-adds on each of some threads, in the widest
  /// vectors that products are made of here.
  private static func multiplyAdds(threads: Int) -> Double {
    let rounds = 20_000_000
    let blocks = (0..<threads).map { _ in HugeBlock(count: 256) }
    for block in blocks { for i in 0..<256 { block.base[i] = 1 - Float(i) * 1e-4 } }
    let isWide = Processors.isWide
    let seconds = seconds(threads: threads, rounds: 5) {
      if isWide { ckernels_chains(rounds, blocks[$0].base) } else { chains(rounds, blocks[$0].base) }
    }
    return Double(threads) * Double(rounds) * 12 * (isWide ? 32 : 16) / seconds
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

  /// Bytes a second that threads read, each its own block again and again.
  private static func readBandwidth(bytes: Int, threads: Int) -> Double {
    let count = bytes / 4, times = max(1, (1 << 30) / bytes)
    let blocks = (0..<threads).map { _ in HugeBlock(count: count + 8) }
    let seconds = seconds(threads: threads, rounds: 4) { thread in
      let base = blocks[thread].base
      for _ in 0..<times { base[count] += readThrough(base, count) }
    }
    return Double(threads) * Double(times) * Double(bytes) / seconds
  }

  @inline(never)
  private static func readThrough(_ numbers: UnsafeMutablePointer<Float>, _ count: Int) -> Float {
    var a = SIMD16<Float>.zero, b = a, c = a, d = a
    for i in stride(from: 0, to: count, by: 64) {
      let p = UnsafeRawPointer(numbers + i)
      a += p.loadUnaligned(as: SIMD16<Float>.self)
      b += p.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self)
      c += p.loadUnaligned(fromByteOffset: 128, as: SIMD16<Float>.self)
      d += p.loadUnaligned(fromByteOffset: 192, as: SIMD16<Float>.self)
    }
    return (a + b + c + d).sum()
  }

  /// Seconds for each of some rows of a table to be read and added up, in their order, which threads share evenly.
  static func rowReads(vocabulary: Int, width: Int, rows: [Int32], threads: Int) -> Double {
    let table = HugeBlock(count: vocabulary * width)
    let sums = (0..<threads).map { _ in HugeBlock(count: width) }
    let times = repetitions(rows.count)
    let seconds = seconds(threads: threads, rounds: 4) { thread in
      let sum = sums[thread].base
      for _ in 0..<times {
        for place in rows.count * thread / threads..<rows.count * (thread + 1) / threads {
          let row = table.base + Int(rows[place]) * width
          for i in 0..<width { sum[i] += row[i] }
        }
      }
    }
    return seconds / Double(rows.count * times)
  }

  /// Seconds for each of some rows of `width` floats and its state to be read and written, in their order; a thread
  /// takes those that are its own.
  static func rowAccess(vocabulary: Int, width: Int, rows: [Int32], threads: Int) -> Double {
    let table = HugeBlock(count: vocabulary * width), state = HugeBlock(count: vocabulary * width)
    let parts = (0..<threads).map { thread in rows.filter { Int($0) % threads == thread } }
    let times = repetitions(rows.count)
    let seconds = seconds(threads: threads, rounds: 4) { thread in
      for _ in 0..<times {
        for row in parts[thread] {
          let w = table.base + Int(row) * width, s = state.base + Int(row) * width
          for i in 0..<width {
            w[i] += 1
            s[i] += 1
          }
        }
      }
    }
    return seconds / Double(rows.count * times)
  }

  /// How often so many rows are gone through, that starting threads does not count.
  private static func repetitions(_ rows: Int) -> Int { max(1, 4_000_000 / max(rows, 1)) }
}

/// Zeroed memory in 2 MB pages.
final class HugeBlock: @unchecked Sendable {
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
