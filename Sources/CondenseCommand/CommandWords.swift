#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The words of the command line, the program's own name left out.
package enum CommandWords {
  package static var all: [String] {
    #if os(Linux)
      if access("/proc/self/cmdline", R_OK) != 0 { return Array(onStack.dropFirst()) }
    #endif
    return Array(CommandLine.arguments.dropFirst())
  }

  /// What is wrong with the words, nil for nothing: the system hands over bytes, and a name that is not UTF-8 would be
  /// looked for under another.
  package static var fault: String? {
    #if os(Linux)
      guard access("/proc/self/cmdline", R_OK) == 0 else { return nil }
    #endif
    for place in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = CommandLine.unsafeArgv[place], String(validatingCString: word) == nil else { continue }
      return
        "'\(Terminal.plain(String(cString: word)))' is not UTF-8, which names have to be; rename the file"
    }
    return nil
  }

  #if os(Linux)
    private typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    /// Swift reads the words from `/proc`, and stops the program at random where there is none, as in a bare
    /// folder that became the root. The kernel laid them on the stack: their number, the words, nil, then the
    /// environment, whose place is known.
    private static var onStack: [String] {
      guard let variable = dlsym(nil, "environ"),
        let environment = variable.assumingMemoryBound(to: Words?.self).pointee
      else { return [] }
      // It lies above everything on the stack, unless somebody has moved it.
      var count = 0
      let here = withUnsafePointer(to: &count) { UInt(bitPattern: $0) }
      guard UInt(bitPattern: environment) > here, environment[-1] == nil else { return [] }
      while Int(bitPattern: environment[-2 - count]) != count { count += 1 }
      return (0..<count).compactMap { environment[$0 - 1 - count] }.map { String(cString: $0) }
    }
  #endif
}
