import CondenseCore
import Synchronization
import Testing

/// Kernels by each path that this machine has: vectors of eight, and of sixteen where there is AVX-512.
///
/// One after another, since the path is chosen for the whole process. `make check-all` runs them once more as built for
/// any x86-64.
@Suite(.serialized, .everyVectorWidth) struct KernelTests {
  @Test func bothPathsAreRun() {
    KernelPaths.seen.withLock { _ = $0.insert(Processors.isWide) }
    if Processors.isWide || !Processors.hasWide {
      #expect(KernelPaths.seen.withLock(\.self) == (Processors.hasWide ? [false, true] : [false]))
    }
  }
}

private enum KernelPaths {
  static let seen = Mutex<Set<Bool>>([])
}

/// Runs each test of a suite once in vectors of eight and, where the processor has them, once in vectors of sixteen.
struct EveryVectorWidth: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let before = Processors.isWide
    defer { Processors.use(wide: before) }
    for isWide in Processors.hasWide ? [false, true] : [false] {
      Processors.use(wide: isWide)
      try await function()
    }
  }
}

extension Trait where Self == EveryVectorWidth {
  static var everyVectorWidth: EveryVectorWidth { EveryVectorWidth() }
}
