import Condense

/// How far a training run is, in figures that a person follows.
package struct Progress: Sendable, Equatable {
  /// The epoch under way, from 1.
  package var epoch: Int
  package var epochs: Int
  /// The share of the whole run that is done, 0 to 1; nil where it is not known.
  package var share: Double?
  package var loss: Double?
  /// The validation metric last measured.
  package var validation: Pair<Double>?
  package var rowsPerSecond: Double?
  package var secondsLeft: Double?

  package init(
    epoch: Int, of epochs: Int, share: Double? = nil, loss: Double? = nil, validation: Pair<Double>? = nil,
    rowsPerSecond: Double? = nil, secondsLeft: Double? = nil
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.share = share
    self.loss = loss
    self.validation = validation
    self.rowsPerSecond = rowsPerSecond
    self.secondsLeft = secondsLeft
  }

  /// One line, most telling first: `epoch 3/12  25 %  loss 0.4684  accuracy 0.8102  …`.
  package var text: String {
    var parts = ["epoch \(epoch)/\(epochs)"]
    if let share { parts.append("\(NumberText.fixed(min(max(share, 0), 1) * 100, 0)) %") }
    if let loss { parts.append("loss \(NumberText.rounded(loss))") }
    if let validation { parts.append("\(validation.name) \(NumberText.rounded(validation.value))") }
    if let rowsPerSecond, rowsPerSecond.magnitude < 1e15 {
      parts.append("\(NumberText.grouped(Int(rowsPerSecond))) rows/s")
    }
    if let secondsLeft { parts.append("\(NumberText.duration(secondsLeft)) left") }
    return parts.joined(separator: "  ")
  }
}
