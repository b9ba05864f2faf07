import Synchronization

/// Progress and remarks on standard error.
///
/// On a terminal one line is updated in place, at most ten times a second; elsewhere each finished epoch
/// is a plain line. With `--quiet` nothing is printed. Safe from any thread.
package final class ProgressLine: Sendable {
  private struct State {
    var isOpen = false
    var lastDrawn: ContinuousClock.Instant?
  }

  private let terminal: Terminal
  let isQuiet: Bool
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  package init(
    terminal: Terminal, isQuiet: Bool,
    write: @escaping @Sendable (String) -> Void = Descriptor.writeStandardError
  ) {
    self.terminal = terminal
    self.isQuiet = isQuiet
    self.write = write
  }

  /// Shows where the run stands, while an epoch is under way; cheap enough to call at every step.
  package func update(_ progress: @autoclosure () -> Progress) {
    if isQuiet || !terminal.isInteractive { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
      draw(progress(), at: now, &state)
    }
  }

  /// Shows where the run stands, at the end of an epoch.
  package func endEpoch(_ progress: Progress) {
    if isQuiet { return }
    state.withLock { state in
      if terminal.isInteractive {
        draw(progress, at: .now, &state)
      } else {
        write(Terminal.harmless(progress.text) + "\n")
      }
    }
  }

  /// Prints a line that stays, above the progress.
  package func remark(_ text: String) {
    if isQuiet { return }
    state.withLock { state in
      write((state.isOpen ? "\r\u{1B}[K" : "") + Terminal.harmless(text) + "\n")
      state.isOpen = false
      state.lastDrawn = nil
    }
  }

  /// Prints why the exit code is not 0, `--quiet` or not.
  package func complain(_ text: String) {
    finish()
    write("condense: \(Terminal.harmless(text))\n")
  }

  /// Leaves the last line standing and goes below it; before results and errors are printed.
  package func finish() {
    state.withLock { state in
      if state.isOpen { write("\n") }
      state = State()
    }
  }

  private func draw(_ progress: Progress, at now: ContinuousClock.Instant, _ state: inout State) {
    write("\r\(Terminal.plain(progress.text).prefix(max(1, terminal.width - 1)))\u{1B}[K")
    state.isOpen = true
    state.lastDrawn = now
  }
}
