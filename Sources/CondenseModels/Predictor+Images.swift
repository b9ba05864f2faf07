import CondenseCore
import CondenseData
import CondenseNetworks

extension Predictor {
  /// The prediction for one image, for a model that reads nothing else: a byte for each pixel, row by row from the
  /// top.
  ///
  /// A model that reads other columns beside takes `Cell.image(pixels)` as one of the cells of
  /// `prediction(for:using:)`, or a struct with a property of `[UInt8]` or `Data`.
  /// - Parameter workspace: memory to use again; nil takes new memory for the call.
  /// - Throws: `CondenseError` of kind `usage` when the model reads other columns, of kind `content` when the image
  ///   has another number of pixels.
  public func prediction(
    forImage pixels: [UInt8], using workspace: Inference.Workspace? = nil
  ) throws -> Prediction {
    guard encoder.encoders.count == 1, case .image(let image)? = encoder.encoders.first else {
      let columns = encoder.columns.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
      throw CondenseError(
        .usage,
        "the model was trained with \(columns), not with one image alone; give prediction(for:) a cell for each"
      )
    }
    return try prediction(for: [image.column: .image(pixels)], using: workspace)
  }
}
