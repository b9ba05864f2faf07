import CondenseCore
import CondenseData
import CondenseModels

/// Counts what one layer reads of the compared columns, on training rows as they were encoded.
struct LayerMeasure {
  /// Steps whose rows are counted.
  private static let steps = 32

  let figures: LayerFigures

  init(_ run: ContenderRun, _ columns: [String]) throws {
    let setup = run.setup
    let inputs = ColumnInput.all(setup.schema, features: setup.encoder.features, inputs: setup.inputs)
    let compared = zip(setup.schema.columns, inputs).filter { columns.contains($0.0.name) }
    let names = Set(compared.flatMap { $0.1.features.map(\.feature.name) })
    let places = setup.encoder.features.indices.filter { names.contains(setup.encoder.features[$0].name) }
    let units = setup.firstUnits
    var parameters = 0, rows = 0, out = 0, multiplications = 0.0, isDense = false
    for place in places {
      let input = setup.inputs[place]
      rows += input.size
      if input.layer == "one-hot" {
        isDense = true
        parameters += input.size * units
      } else {
        parameters += input.size * input.dimension
        out += input.dimension
      }
    }
    if isDense { out = units }

    let batch = setup.batchSize
    let sample = Array(setup.trainingRows.prefix(batch * Self.steps))
    let encoded = try setup.encoder.encode(setup.table, rows: sample, threads: setup.threads)
    var present = 0, touched = 0, weighted = 0
    let steps = (sample.count + batch - 1) / batch
    for place in places {
      for step in 0..<steps {
        let range = step * batch..<min((step + 1) * batch, sample.count)
        switch encoded.features[place] {
        case .ids(let ids):
          present += range.count
          touched += Set(ids[range]).count
        case .bags(let offsets, let ids, let weights):
          let part = Int(offsets[range.lowerBound])..<Int(offsets[range.upperBound])
          present += part.count
          if weights != nil { weighted += part.count * setup.inputs[place].dimension }
          touched += Set(ids[part]).count
        case .numbers: break
        }
      }
    }
    let nonZeros = Double(present) / Double(max(sample.count, 1))
    let isSparse = run.edit.contender == .sparseOneHot
    if isDense {
      multiplications = isSparse ? nonZeros * Double(units) : Double(rows) * Double(units)
    } else {
      multiplications = Double(weighted) / Double(max(sample.count, 1))
    }
    figures = LayerFigures(
      contender: run.edit.contender, parameters: parameters, rows: rows,
      rowsPerStep: isDense && !isSparse ? Double(rows) : Double(touched) / Double(max(steps, 1)),
      batchSize: batch, nonZerosIn: nonZeros, numbersIn: rows, numbersOut: out,
      multiplications: Int(multiplications.rounded()), secondsPerEpoch: run.secondsPerEpoch)
  }
}
