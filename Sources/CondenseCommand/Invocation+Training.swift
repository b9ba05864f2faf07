import Condense

extension Invocation {
  /// The last lines of a training run: what was kept, how long it took, where the model is, and its
  /// film.
  mutating func writeEnd(of report: TrainingReport, _ file: OutputFile, film: String?, seconds: Double) {
    let isTimed = arguments.number("time") != nil
    output.line(
      "epoch \(report.bestEpoch) of \(report.curve.count) is kept; \(NumberText.grouped(report.stepsRun)) steps,"
        + " \(NumberText.duration(seconds)) in all"
        + (isTimed ? "; --steps \(report.steps) instead of --time repeats the run" : ""))
    output.line(file.shown)
    if let film { output.line(film) }
  }
}
