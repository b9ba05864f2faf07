/// Work on many rows, cut into chunks that depend on the number of rows only: results come in the order of the
/// rows, whatever the number of threads.
package enum ChunkedRows {
  /// One result for each chunk of `0..<rowCount`.
  package static func map<Result>(rowCount: Int, threads: Int, _ body: (Range<Int>) -> Result) -> [Result] {
    let size = max(64, (rowCount + 31) / 32)
    return map(count: (rowCount + size - 1) / size, threads: threads) { chunk in
      body(chunk * size..<min(rowCount, (chunk + 1) * size))
    }
  }

  /// One result for each thread's share of `0..<count`, in order: where every thread looks at all there is and keeps what
  /// falls into its share.
  package static func map<Result>(sharesOf count: Int, threads: Int, _ body: (Range<Int>) -> Result)
    -> [Result]
  {
    let shares = max(1, threads), size = (count + shares - 1) / shares
    return map(count: shares, threads: threads) { share in
      body(min(share * size, count)..<min((share + 1) * size, count))
    }
  }

  /// One result for each of `0..<count`. Where another run holds the workers, the caller's thread does it all.
  package static func map<Result>(count: Int, threads: Int, _ body: (Int) -> Result) -> [Result] {
    guard let pool = WorkerPool.take(threads: min(threads, count)) else { return (0..<count).map(body) }
    defer { pool.release() }
    return [Result](unsafeUninitializedCapacity: count) { results, initialized in
      guard let base = results.baseAddress else { return }
      withoutActuallyEscaping(body) { body in
        let job = Job { chunk in (base + chunk).initialize(to: body(chunk)) }
        pool.run(
          tasks: count, threads: min(threads, count), context: Unmanaged.passUnretained(job).toOpaque()
        ) { context, chunk, _ in
          Unmanaged<Job>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.run(chunk) }
        }
      }
      initialized = count
    }
  }

  private final class Job {
    let run: (Int) -> Void
    init(_ run: @escaping (Int) -> Void) { self.run = run }
  }
}
