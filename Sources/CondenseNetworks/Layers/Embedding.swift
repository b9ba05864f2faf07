import CondenseCore

/// An embedding: a learned vector for each id.
///
///     y = E[id]                              E: vocabulary × dimension
///     y = Σ wᵢ · E[idᵢ]   (bag, sum)         y = Σ wᵢ · E[idᵢ] / n   (bag, mean; an empty bag gives 0)
///     dE[id] = Σ of dy over the examples that read the row
///
/// The same as a dense layer without bias on one-hot ids, at the cost of the rows that are read.
///
/// **Shapes**: one id gives `dimension` numbers, k ids give `k × dimension`, a bag `dimension`.
/// **Cost** per id: one row read forward, one row and its state read and written by the update, whatever the
/// vocabulary.
public struct Embedding: Layer {
  /// `embedding`
  public static let kind = "embedding"

  /// How the vectors of a bag become one.
  public enum Pooling: String, Codable, Sendable {
    /// Their weighted sum.
    case sum
    /// Their weighted sum by their number.
    case mean
  }

  /// Numbers of one vector.
  public var dimension: Int
  /// Name of the table when several inputs share it; otherwise the node's name is used.
  public var table: String?
  /// For bags.
  public var pooling: Pooling
  /// Rows start even within ± this; nil for the default of `plan`.
  public var initialBound: Float?
  /// λ of a penalty λ/2 · |y|² on each example's vectors, a mean over the batch: rows are drawn to zero as often
  /// as they are read. It is no part of the loss that is reported.
  public var penalty: Float

  /// An embedding of `dimension` numbers for each id.
  public init(
    dimension: Int, table: String? = nil, pooling: Pooling = .mean, initialBound: Float? = nil,
    penalty: Float = 0
  ) {
    self.dimension = dimension
    self.table = table
    self.pooling = pooling
    self.initialBound = initialBound
    self.penalty = penalty
  }

  /// Rows start even within ±√(3 / dimension)/4, so that a vector has about a quarter of unit length.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    let vocabularySize: Int
    let output: ValueShape
    switch inputs.first {
    case .ids(let perExample, let size)? where inputs.count == 1:
      vocabularySize = size
      output = ValueShape(count: perExample, width: dimension)
    case .bag(let size)? where inputs.count == 1:
      vocabularySize = size
      output = ValueShape(width: dimension)
    default:
      throw CondenseError(.content, "embedding '\(name)' takes one input of ids or of bags")
    }
    guard dimension > 0, dimension <= 1 << 16 else {
      throw CondenseError(
        .content, "embedding '\(name)' has dimension \(dimension); it goes from 1 to \(1 << 16)")
    }
    if let initialBound, !(initialBound >= 0 && initialBound.isFinite) {
      throw CondenseError(
        .content, "embedding '\(name)' starts within \(initialBound); the bound is finite and not negative")
    }
    guard penalty >= 0, penalty.isFinite else {
      throw CondenseError(
        .content, "the penalty of embedding '\(name)' is \(penalty); it is finite and not negative")
    }
    return LayerPlan(
      output: output,
      parameters: [
        ParameterPlan(
          name: "embedding.\(table ?? name)", rows: vocabularySize, columns: dimension,
          kind: .rows(input: 0),
          initial: .uniform(bound: initialBound ?? (3 / Float(dimension)).squareRoot() / 4))
      ],
      writesOnlyItsColumns: true)
  }

  /// Reads rows.
  public func forward(_ pass: LayerPass) {
    let y = pass.output
    let stride = RowKernels.stride(width: dimension)
    switch pass.inputShape(0) {
    case .ids(let perExample, _):
      RowKernels.gather(
        rows: pass.rows, perRow: perExample, ids: pass.ids(0).start, table: pass.parameter(0),
        tableStride: stride, width: dimension, y: y.start, yStride: y.stride)
    case .bag:
      let bag = pass.bag(0)
      RowKernels.pool(
        rows: pass.rows, offsets: bag.offsets, ids: bag.ids, weights: bag.weights,
        table: pass.parameter(0), tableStride: stride, width: dimension, takesMean: pooling == .mean,
        y: y.start, yStride: y.stride)
    case .value: break
    }
  }

  /// Adds the penalty's gradient, and divides a mean's by the size of its bag; the engine sums it by row.
  public func backward(_ pass: LayerPass) {
    if penalty > 0 {
      let dy = pass.outputGradient, y = pass.output, share = penalty / Float(pass.batchRows)
      for row in 0..<pass.rows {
        for column in 0..<pass.outputShape.size { dy[row][column] += share * y[row][column] }
      }
    }
    guard case .bag = pass.inputShape(0), pooling == .mean else { return }
    let dy = pass.outputGradient, offsets = pass.bag(0).offsets
    for row in 0..<pass.rows {
      let count = offsets[row + 1] - offsets[row]
      let scale = count > 0 ? 1 / Float(count) : 0
      for column in 0..<dimension { dy[row][column] *= scale }
    }
  }
}
