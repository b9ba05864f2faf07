import COpenBLAS
import CondenseCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// LAPACK as OpenBLAS brings it, loaded at the first call: a program that asks for no eigenvectors starts without it.
enum LAPACK {
  #if canImport(Darwin)
    private static let names = ["/System/Library/Frameworks/Accelerate.framework/Accelerate"]
  #else
    private static let names = ["libopenblas.so.0", "libopenblas.so"]
  #endif

  private static let loaded: lapack_dsyevd? = {
    let libraries = names.lazy.compactMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) }
    guard let library = libraries.first, let routine = dlsym(library, "dsyevd_") else { return nil }
    // One thread is enough for matrices as wide as a vector, and gives the same bits on any number of processors.
    if let setThreads = dlsym(library, "openblas_set_num_threads") {
      unsafeBitCast(setThreads, to: openblas_set_threads.self)(1)
    }
    return unsafeBitCast(routine, to: lapack_dsyevd.self)
  }()

  /// - Throws: `CondenseError` of kind `machine` where it is not installed.
  static func dsyevd() throws(CondenseError) -> lapack_dsyevd {
    guard let loaded else {
      throw CondenseError(
        .machine,
        "eigenvectors are needed here, and OpenBLAS is not on this machine; on Debian, install libopenblas0")
    }
    return loaded
  }
}
