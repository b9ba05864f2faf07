/// What a mark stands for: one of the two layers, or neither. Each has a colour and a shape, so that print in
/// black and white tells them apart.
package enum Ink: String, Sendable {
  /// Filled circles and bars.
  case embedding
  /// Open squares and open bars.
  case dense
  /// Filled diamonds.
  case neutral
}
