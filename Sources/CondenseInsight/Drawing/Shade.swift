/// How strongly something is coloured by what it brings, in steps: blue for what raises a score, orange for what lowers
/// it. Letters on it stay readable.
enum Shade {
  private static let opacities = ["1a", "33", "4d", "66"]

  /// The rule for a contribution; nil for what is next to nothing.
  static func name(_ contribution: Double, largest: Double) -> String? {
    let share = largest > 0 ? abs(contribution) / largest : 0
    let step = Int((share * Double(opacities.count)).rounded())
    return step > 0 ? (contribution > 0 ? "for" : "against") + "\(min(step, opacities.count))" : nil
  }

  /// The rule for a pixel, from 0 to 255.
  static func name(pixel: UInt8) -> String? { pixel < 32 ? nil : "pixel\(min(4, Int(pixel) / 56 + 1))" }

  static func rules(_ palette: Palette) -> String {
    let colours = [("for", palette.embedding), ("against", palette.dense), ("pixel", palette.ink)]
    return colours.map { name, colour in
      opacities.enumerated().map { step, opacity in
        // Pixels stand alone, and so do those that are shaded: they may be as strong as they like.
        let strong = ["40", "80", "bf", "ff"][step]
        return ".\(name)\(step + 1){background:\(colour)\(opacity)}"
          + "svg .\(name)\(step + 1){fill:\(colour)\(strong)}"
      }.joined(separator: " ")
    }.joined(separator: "\n")
  }
}
