import CondenseCommand
import Synchronization
import Testing

@Suite struct ProgressLineTests {
  private final class Recorder: Sendable {
    private let texts = Mutex("")
    var text: String { texts.withLock(\.self) }
    func write(_ more: String) { texts.withLock { $0 += more } }
  }

  private let progress = Progress(
    epoch: 3, of: 12, share: 0.25, loss: 0.46837, validation: Pair("accuracy", 0.81019),
    rowsPerSecond: 1_234_567, secondsLeft: 187)
  private let line =
    "epoch 3/12  25 %  loss 0.4684  accuracy 0.8102  1,234,567 rows/s  3:07 left"

  private func record(width: Int = 80, terminal: Bool, quiet: Bool = false) -> String {
    let recorder = Recorder()
    let shown = ProgressLine(
      terminal: Terminal(isInteractive: terminal, width: width), isQuiet: quiet, write: recorder.write)
    shown.update(progress)
    shown.update(progress)
    shown.remark("one remark")
    shown.endEpoch(progress)
    shown.finish()
    shown.finish()
    return recorder.text
  }

  @Test func plainLinesElsewhere() {
    #expect(record(terminal: false) == "one remark\n\(line)\n")
  }

  @Test func inPlaceOnATerminal() {
    let clear = "\u{1B}[K"
    #expect(record(terminal: true) == "\r\(line)\(clear)\r\(clear)one remark\n\r\(line)\(clear)\n")
    #expect(record(width: 12, terminal: true).hasPrefix("\repoch 3/12 \(clear)"))
  }

  @Test func quietIsSilent() {
    #expect(record(terminal: true, quiet: true).isEmpty)
  }

  @Test func figuresBeyondReasonDoNotTrap() {
    let wild = Progress(
      epoch: 1, of: 1, share: .nan, loss: .nan, rowsPerSecond: .infinity, secondsLeft: -.infinity)
    #expect(wild.text.hasPrefix("epoch 1/1"))
  }
}
