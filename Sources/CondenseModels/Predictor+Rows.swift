import CondenseCore
import CondenseData
import CondenseNetworks

extension Predictor {
  /// Memory for predicting row after row, to be used by one task at a time; it belongs to this model.
  public func makeWorkspace() throws -> Inference.Workspace { try inference.makeWorkspace(rows: 1) }

  /// The prediction for one row: a struct with a property for every column the model was trained with, or any
  /// other `Encodable` value that encodes one value a column. Nil is a missing cell.
  ///
  /// Columns that training left out, the target, the weight and the order may be there or not.
  /// - Parameter workspace: memory to use again; nil takes new memory for the call.
  /// - Throws: `CondenseError` of kind `content` when a column is missing, unknown to the model, or holds what
  ///   it must not.
  public func prediction(
    for row: some Encodable, using workspace: Inference.Workspace? = nil
  ) throws -> Prediction {
    try prediction(for: RowEncoder.cells(of: row), using: workspace)
  }

  /// The prediction for one row, a cell for every column the model was trained with:
  /// `["text": "A joy", "year": 2019, "country": nil]`.
  ///
  /// - Parameter workspace: memory to use again; nil takes new memory for the call.
  /// - Throws: `CondenseError` of kind `content` when a column is missing, unknown to the model, or holds what
  ///   it must not.
  public func prediction(
    for row: [String: Cell], using workspace: Inference.Workspace? = nil
  ) throws -> Prediction {
    try prediction(row, called: "the row", using: workspace ?? makeWorkspace())
  }

  /// The predictions for many rows, each as `prediction(for:using:)` gives it.
  ///
  /// - Throws: `CondenseError` of kind `content` that says which row, counted from 1.
  public func predictions(for rows: [some Encodable]) throws -> [Prediction] {
    let workspace = try makeWorkspace()
    return try rows.enumerated().map { place, row in
      let subject = "row \(place + 1)"
      return try prediction(RowEncoder.cells(of: row, called: subject), called: subject, using: workspace)
    }
  }

  /// The predictions for many rows of cells.
  ///
  /// - Throws: `CondenseError` of kind `content` that says which row, counted from 1.
  public func predictions(for rows: [[String: Cell]]) throws -> [Prediction] {
    let workspace = try makeWorkspace()
    return try rows.enumerated().map { try prediction($1, called: "row \($0 + 1)", using: workspace) }
  }

  private func prediction(
    _ row: [String: Cell], called subject: String, using workspace: Inference.Workspace
  ) throws -> Prediction {
    let encoded = try encoder.encode(row: rowCheck.cells(row, called: subject), called: subject)
    for (place, content) in encoded.features.enumerated() where isRead[place] {
      let feature = encoder.features[place]
      switch content {
      case .ids(let ids): try workspace.set(ids: ids.span, of: feature.name)
      case .bags(_, let ids, let weights):
        try workspace.set(bag: ids.span, weights: weights?.span, of: feature.name)
      case .numbers(let numbers, _): try workspace.set(numbers: numbers.span, of: feature.name)
      }
    }
    var output = [Float](repeating: 0, count: max(classes.count, 1))
    var span = output.mutableSpan
    try inference.output(of: workspace, into: &span)
    return try predictions(of: &output, encoded)[0]
  }
}
