import Condense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The command as a whole: words in, exit code out.
package enum Program {
  /// Runs `condense` with these words, its own name left out; the one place where errors become exit codes.
  package static func run(_ words: [String], environment: [String: String]) -> Int32 {
    // Writing that fails says so; it does not end the process.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    StopSignal.unblock()
    StopSignal.cleanUp()
    MemoryLimit.watch()
    MemoryUse.givesBackArrays()
    do {
      return try dispatch(words, environment).rawValue
    } catch is OutputClosed {
      return Outcome.done.rawValue
    } catch is CancellationError {
      Descriptor.writeStandardError("condense: stopped\n")
      return (StopSignal.outcome ?? .interrupted).rawValue
    } catch let error as CondenseError {
      Descriptor.writeStandardError("condense: \(Terminal.harmless(error.message))\n")
      return error.kind.rawValue
    } catch {
      Descriptor.writeStandardError(
        "condense: internal fault, please report it: \(Terminal.harmless("\(error)"))\n")
      return CondenseError.Kind.internalFault.rawValue
    }
  }

  private static func dispatch(_ words: [String], _ environment: [String: String]) throws -> Outcome {
    guard let word = words.first else { return try print(HelpPage.welcome) }
    switch word {
    case "--help", "-h": return try print(HelpPage.index(of: CommandTable.verbs))
    case "--version": return try print("condense \(CommandTable.version)\n")
    default: break
    }
    let parser = ArgumentParser(verbs: CommandTable.verbs)
    let verb = try parser.verb(named: word)
    let rest = Array(words.dropFirst())
    if ArgumentParser.asksForHelp(rest) { return try print(HelpPage.page(for: verb)) }
    let arguments = try parser.parse(rest, for: verb)
    guard let command = CommandTable.commands.first(where: { $0.verb.name == verb.name }) else {
      throw CondenseError(.internalFault, "the command '\(word)' is listed, but does nothing")
    }
    let terminal = Terminal.standardError(environment: environment)
    let progress = ProgressLine(
      terminal: terminal, isQuiet: verb.option("quiet") != nil && arguments.flag("quiet"))
    var invocation = Invocation(
      arguments: arguments, progress: progress, terminal: terminal,
      results: .standardOutput(environment: environment), verbs: CommandTable.verbs)
    // For tests of time limits.
    if let tick = environment["CONDENSE_TICK"].flatMap(Double.init) { invocation.time = .ticking(by: tick) }
    defer { progress.finish() }
    let outcome = try command.run(&invocation)
    progress.finish()
    try invocation.output.flush()
    return outcome
  }

  private static func print(_ text: String) throws -> Outcome {
    var output = Output()
    output.write(text)
    try output.flush()
    return .done
  }
}
