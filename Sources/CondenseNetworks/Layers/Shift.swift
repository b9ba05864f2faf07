import CondenseCore

/// Shifting: while training each image is moved by a whole number of pixels, at most `reach` up or down and at most
/// `reach` left or right; what comes in from outside is background. While predicting nothing happens.
///
///     y[r, c] = x[r − d, c − e],  d, e ∈ {−reach … reach}        dx[r − d, c − e] = dy[r, c]
///
/// How far is a function of seed, layer name, step and place in the batch; every distance is as likely.
///
/// **Shapes** `height · width` numbers in, as many out, row by row from the top.
///
/// **Cost** per example: one copy, and one random block.
///
/// Source: Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks applied to visual
/// document analysis".
public struct Shift: Layer {
  /// `shift`
  public static let kind = "shift"

  /// Rows of pixels.
  public var height: Int
  /// Pixels in a row.
  public var width: Int
  /// Pixels that an image moves at most, in each direction.
  public var reach: Int
  /// What a pixel is where the image has moved away.
  public var background: Float

  /// A shift of images of `height × width` pixels.
  public init(height: Int, width: Int, reach: Int, background: Float = 0) {
    self.height = height
    self.width = width
    self.reach = reach
    self.background = background
  }

  /// What comes out has the shape of what goes in.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "shift '\(name)' takes one input of numbers")
    }
    let (size, overflows) = height.multipliedReportingOverflow(by: width)
    guard height > 0, width > 0, !overflows, size == shape.size else {
      throw CondenseError(
        .content,
        "shift '\(name)' is for images of \(height) × \(width) pixels and is given \(shape.size) numbers")
    }
    guard reach >= 0, reach < min(height, width) else {
      throw CondenseError(
        .content,
        "shift '\(name)' moves images of \(height) × \(width) pixels by up to \(reach); it goes from 0 to"
          + " \(min(height, width) - 1)")
    }
    guard background.isFinite else {
      throw CondenseError(.content, "the background of shift '\(name)' is \(background), no finite number")
    }
    return LayerPlan(output: shape, writesOnlyItsColumns: true)
  }

  /// Rows and columns that the example in a row of the tile moves.
  private func distance(_ pass: LayerPass, _ row: Int) -> (down: Int, across: Int) {
    let words = pass.random.block(pass.step, UInt64(pass.firstRow + row))
    func steps(_ word: UInt32) -> Int { Int((UInt64(word) * UInt64(2 * reach + 1)) >> 32) - reach }
    return (steps(words[0]), steps(words[1]))
  }

  /// Copies each row of pixels to its new place.
  public func forward(_ pass: LayerPass) {
    for row in 0..<pass.rows {
      let x = pass.input(0)[row], y = pass.output[row]
      guard pass.isTraining, reach > 0 else {
        y.update(from: x, count: height * width)
        continue
      }
      let (down, across) = distance(pass, row)
      let kept = width - abs(across), from = max(0, -across), to = max(0, across)
      for line in 0..<height {
        let target = y + line * width
        guard (0..<height).contains(line - down) else {
          target.update(repeating: background, count: width)
          continue
        }
        target.update(repeating: background, count: to)
        (target + to).update(from: x + (line - down) * width + from, count: kept)
        (target + to + kept).update(repeating: background, count: from)
      }
    }
  }

  /// Hands each gradient back to the pixel that stood there; pixels that moved out of the image get none.
  public func backward(_ pass: LayerPass) {
    guard let dx = pass.inputGradient(0) else { return }
    for row in 0..<pass.rows {
      let dy = pass.outputGradient[row], target = dx[row]
      let (down, across) = pass.isTraining && reach > 0 ? distance(pass, row) : (0, 0)
      for line in max(0, down)..<min(height, height + down) {
        for column in max(0, across)..<min(width, width + across) {
          target[(line - down) * width + column - across] += dy[line * width + column]
        }
      }
    }
  }
}
