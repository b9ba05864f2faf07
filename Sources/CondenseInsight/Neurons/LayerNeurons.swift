import CondenseCore
import CondenseData
import CondenseModels

/// The neurons of a layer, looked at on the rows of a table.
///
/// A neuron is silenced by taking its answer for 0 in all rows; what comes after it is run again, so that the growth of
/// the loss is what one would measure by cutting it out (ablation; Meyes et al. 2019, arXiv:1901.08644).
public struct LayerNeurons: Sendable, Encodable {
  /// Two neurons that answer alike.
  public struct Twins: Sendable, Encodable {
    /// Their numbers.
    public let neurons: [Int]
    /// The correlation of their answers; near −1 where one is the other's opposite.
    public let correlation: Double
  }

  /// Parts of a histogram.
  public static let bins = 20
  /// Rows that are looked at, at most.
  public static let mostRows = 5000
  /// Neurons whose answers are correlated more than this are twins.
  public static let twinCorrelation = 0.99
  private static let extremes = 5

  /// The layer.
  public let layer: String
  /// What the model predicts.
  public let target: String
  /// The rows that were looked at, of those of the table.
  public let rows: Int
  /// Rows of the table.
  public let tableRows: Int
  /// The mean loss of these rows, −log of the probability of the class or the squared error; nil without targets.
  public let loss: Double?
  /// All of them: where targets are known those first whose silencing costs most, else those that vary most.
  public let neurons: [Neuron]
  /// Numbers of those that answer the same to all rows.
  public let dead: [Int]
  /// Pairs that answer alike, the most alike first.
  public let twins: [Twins]

  private enum CodingKeys: String, CodingKey {
    case layer, target, rows, loss, neurons, dead, twins
    case tableRows = "table_rows"
  }

  /// - Throws: `CondenseError` of kind `usage` when the model has no such layer, `content` when the table does not fit or
  ///   has no rows.
  public init(
    _ layer: String, of model: Predictor, on table: Table, seed: UInt64 = 1,
    threads: Int = Processors.available
  ) throws {
    let node = try model.node(ofLayer: layer)
    guard table.rowCount > 0 else { throw CondenseError(.content, "\(table.name) has no rows") }
    let known = table[model.target] == nil ? nil : try model.labelledRows(of: table)
    let usable = known ?? Array(0..<table.rowCount)
    let places = RowSample.rows(usable.count, most: Self.mostRows, seed, purpose: "mapped rows").map {
      usable[$0]
    }
    let targets = try known.map { _ in try LabelledRows(table, rows: places, for: model, threads: threads) }
    let examples = try targets?.examples ?? model.examples(of: table, rows: places, threads: threads).examples
    let answers = try Activations(of: model, on: examples, rows: places, threads: threads).layer(layer)
    let losses = try targets.map { try $0.losses(of: model, silencing: node, threads: threads) }
    let classes = targets.map { NeuronMeaning(model, $0) }
    let inputs = NeuronInputs(model)
    let columns = (0..<answers.width).map { unit in
      places.indices.map { answers.values[$0 * answers.width + unit] }
    }
    let found = ChunkedRows.map(count: answers.width, threads: threads) { unit in
      let values = columns[unit],
        order = values.indices.sorted {
          values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1
        }
      func rows(_ chosen: some Sequence<Int>) -> [Neuron.Row] {
        chosen.map { Neuron.Row(row: places[$0] + 1, activation: values[$0]) }
      }
      let read = inputs.read(by: unit, of: node)
      let moments = Self.moments(values)
      return Neuron(
        number: unit + 1, firing: Double(values.count { $0 > 0 }) / Double(values.count),
        mean: moments.mean, deviation: moments.deviation,
        range: [values[order[0]], values[order[order.count - 1]]],
        histogram: Self.histogram(values, values[order[0]], values[order[order.count - 1]]),
        strongest: rows(order.reversed().prefix(Self.extremes)), weakest: rows(order.prefix(Self.extremes)),
        inputs: read.named, pixelWeights: read.pixels, meaning: classes?.of(values),
        lossWithout: losses.map { $0.silenced[unit] - $0.whole })
    }
    self.layer = layer
    target = model.target
    (rows, tableRows, loss) = (places.count, table.rowCount, losses?.whole)
    dead = found.filter(\.isDead).map(\.number)
    twins = Self.twins(found.map { $0.isDead ? nil : columns[$0.number - 1] }, threads)
    neurons = found.sorted {
      let (a, b) = ($0.lossWithout ?? $0.deviation, $1.lossWithout ?? $1.deviation)
      return a != b ? a > b : $0.number < $1.number
    }
  }

  // MARK: figures

  private static func moments(_ values: [Float]) -> (mean: Double, deviation: Double) {
    let count = Double(values.count), mean = values.reduce(0.0) { $0 + Double($1) } / count
    let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (mean, (squares / count).squareRoot())
  }

  private static func histogram(_ values: [Float], _ low: Float, _ high: Float) -> [Int] {
    var counts = [Int](repeating: 0, count: bins)
    for value in values {
      let share = high > low ? (value - low) / (high - low) : 0
      counts[min(bins - 1, Int(share * Float(bins)))] += 1
    }
    return counts
  }

  /// Pairs of neurons, nil for the dead, whose answers are correlated.
  private static func twins(_ columns: [[Float]?], _ threads: Int) -> [Twins] {
    let living = columns.indices.filter { columns[$0] != nil }
    let standardized = living.map { unit -> [Float] in
      let values = columns[unit] ?? [], (mean, deviation) = moments(values)
      let length = deviation * Double(values.count).squareRoot()
      return values.map { Float((Double($0) - mean) / length) }
    }
    let found = ChunkedRows.map(count: living.count, threads: threads) { a -> [Twins] in
      ((a + 1)..<max(a + 1, living.count)).compactMap { b in
        var correlation: Float = 0
        standardized[a].withUnsafeBufferPointer { x in
          standardized[b].withUnsafeBufferPointer { y in
            guard let x = x.baseAddress, let y = y.baseAddress else { return }
            DotKernels.products(x, y, width: standardized[a].count, count: 1, y: &correlation)
          }
        }
        guard Double(abs(correlation)) > twinCorrelation else { return nil }
        return Twins(
          neurons: [living[a] + 1, living[b] + 1], correlation: max(-1, min(1, Double(correlation))))
      }
    }.flatMap(\.self)
    return found.sorted {
      let (a, b) = (abs($0.correlation), abs($1.correlation))
      return a != b ? a > b : ($0.neurons[0], $0.neurons[1]) < ($1.neurons[0], $1.neurons[1])
    }
  }
}
