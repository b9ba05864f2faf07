/// The colours of everything that is drawn: two accents that the colour-blind tell apart, and greys.
package struct Palette: Sendable {
  package let paper: String
  package let ink: String
  package let muted: String
  package let grid: String
  package let embedding: String
  package let dense: String

  /// On white.
  package static let light = Palette(
    paper: "#ffffff", ink: "#1c2126", muted: "#5a636b", grid: "#d9dde1", embedding: "#1a5fa8",
    dense: "#ad4400")
  /// On nearly black.
  package static let dark = Palette(
    paper: "#14171a", ink: "#e8eaed", muted: "#a3acb5", grid: "#353b42", embedding: "#80b8f7",
    dense: "#ffac6b")

  /// Ten colours for names without an order, told apart on white and on black.
  package static let shades = [
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bb8844", "#7788aa", "#55aa99",
    "#dd88bb",
  ]
  /// Five colours from the least to the most.
  package static let ramp = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"]

  /// The colours that letters are set in.
  package var textColours: [String] { [ink, muted, embedding, dense] }

  /// The rules of drawings, for the elements within `scope`.
  package func drawingRules(scope: String) -> String {
    let s = scope
    return """
      \(s) text{fill:\(ink)} \(s) .muted{fill:\(muted)}
      \(s) .neutral{fill:\(ink)} \(s) .embedding{fill:\(embedding)} \(s) .dense{fill:\(dense)}
      \(s) .paper{fill:\(paper)} \(s) .faint{fill:\(grid)}
      \(s) .line{fill:none;stroke:\(ink)} \(s) .grid-line{fill:none;stroke:\(grid)}
      \(s) .muted-line{fill:none;stroke:\(muted)} \(s) .neutral-line{fill:none;stroke:\(ink)}
      \(s) .embedding-line{fill:none;stroke:\(embedding)} \(s) .dense-line{fill:none;stroke:\(dense)}
      \(s) .on{fill:\(paper)}
      \(s) .open{fill:\(paper);stroke:\(dense)}

      """
  }

  /// The rules of points in the colours of names and of numbers.
  package static func pointRules(scope: String) -> String {
    func rules(_ name: String, _ colours: [String]) -> String {
      colours.enumerated().map { "\(scope) .\(name)\($0){fill:\($1);background:\($1)}" }.joined(
        separator: " ")
    }
    return "\(rules("shade", shades))\n\(rules("ramp", ramp))\n"
  }
}
