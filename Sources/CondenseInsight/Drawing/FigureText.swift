import CondenseData
import CondenseModels

/// Measured figures in the words that people read: one text for each, on the terminal, on pages and on paper.
package enum FigureText {
  /// `0.4684`; `–` where there is none.
  package static func metric(_ value: Double?) -> String {
    value.map { $0.isFinite ? NumberText.rounded($0) : "–" } ?? "–"
  }

  /// `0.4612 to 0.4755`.
  package static func interval(_ interval: MetricInterval) -> String {
    "\(metric(interval.low)) to \(metric(interval.high))"
  }

  /// `+0.0123`.
  package static func difference(_ value: Double) -> String {
    let size = value.magnitude
    return (value > 0 ? "+" : "") + (size < 1e-3 && size >= 5e-5 ? NumberText.fixed(value, 4) : metric(value))
  }

  /// `0.03`, `0.004`; `under 0.001` where all digits would be zero.
  package static func p(_ p: Double) -> String {
    p < 0.0005 ? "under 0.001" : NumberText.fixed(p, p < 0.01 ? 3 : 2)
  }

  /// `70,574`.
  package static func count(_ count: Int) -> String { Count.text(count) }

  /// A mean of counts: `1`, `3.25`, `218.4`, `4,411`.
  package static func count(_ mean: Double) -> String {
    guard mean.isFinite, mean.magnitude < 9e15 else { return "–" }
    if mean == mean.rounded() || mean >= 1000 { return Count.text(Int(mean.rounded())) }
    return NumberText.fixed(mean, mean < 100 ? 2 : 1)
  }

  /// `37 µs`, `4.2 ms`, `0.42 s`, `12.5 s`, `187 s`.
  package static func seconds(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "–" }
    if seconds < 1e-3 { return microseconds(seconds * 1e6) }
    if seconds < 0.1 { return "\(NumberText.fixed(seconds * 1000, 1)) ms" }
    if seconds < 9.995 { return "\(NumberText.fixed(seconds, 2)) s" }
    return seconds < 99.95 ? "\(NumberText.fixed(seconds, 1)) s" : "\(count(seconds.rounded())) s"
  }

  /// `3.1 µs`, `42 µs`.
  package static func microseconds(_ microseconds: Double) -> String {
    microseconds < 9.95 ? "\(NumberText.fixed(microseconds, 1)) µs" : "\(count(microseconds.rounded())) µs"
  }

  /// `1.9 MB`; `–` where it is not known.
  package static func bytes(_ count: Int?) -> String { count.map(NumberText.bytes) ?? "–" }

  /// A number of a learned vector: `-0.132`.
  package static func weight(_ weight: Float) -> String { NumberText.fixed(Double(weight), 3) }

  /// `higher is better`, or lower.
  package static func direction(_ metric: String) -> String {
    Metric.isError(metric) ? "lower is better" : "higher is better"
  }

  /// Rows of each part, in words.
  package static func rows(training: Int, validation: Int, test: Int, validationChose: String) -> String {
    "\(Count.of(training, "row", "rows")) to learn from, \(count(validation)) that chose \(validationChose),"
      + " \(count(test)) that judge"
  }

  /// A name as it is shown: so long that it is known, so short that it does no harm.
  package static func name(_ name: String, most: Int = 60) -> String {
    let shown = Markup.cut(name, to: most)
    let isRightToLeft = shown.unicodeScalars.contains {
      (0x0590...0x08FF).contains($0.value) || (0xFB1D...0xFEFC).contains($0.value)
    }
    // A mark of the other direction on either side keeps figures beside it in their place.
    return isRightToLeft ? "\u{200E}\(shown)\u{200E}" : shown
  }

  /// A sentence as it is shown, from a capital on.
  package static func sentence(_ text: String) -> String {
    let shown = Markup.cut(text, to: 900)
    guard let first = shown.first, first.isASCII, first.isLowercase else { return shown }
    return first.uppercased() + shown.dropFirst()
  }
}
