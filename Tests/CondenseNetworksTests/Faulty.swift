import CondenseCore
import CondenseNetworks

/// `y = bend · x ⊙ gain`, with one mistake.
struct Faulty: Layer {
  enum Fault: String, Codable, Sendable {
    case none
    /// The gradient of the input is half too large.
    case inputGradient
    /// The gradient of the parameter has the wrong sign.
    case parameterGradient
    /// Each row takes a little of the row after it.
    case readsNeighbours
    /// `bend` is not saved.
    case losesOption
    /// An option that shows while training only is not saved.
    case losesTrainingOption
    /// The parameter's gradient is written for the last row alone.
    case forgetsToAdd
    /// The gradient of the input is written over what another layer has begun.
    case overwrites
    /// A number behind the padding of a row is written.
    case writesPastItsRow
    /// The last number of the output is left as it was.
    case leavesUnwritten
    /// The input is changed.
    case changesInput
    /// A number behind the gradient of the parameter is written.
    case writesPastGradient
  }

  static let kind = "test.faulty"

  var fault: Fault
  var bend: Float = 1.5
  var trainingBend: Float = 1.5

  enum CodingKeys: CodingKey { case fault, bend, trainingBend }

  init(fault: Fault) { self.fault = fault }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    fault = try values.decode(Fault.self, forKey: .fault)
    bend = try values.decodeIfPresent(Float.self, forKey: .bend) ?? 1
    trainingBend = try values.decodeIfPresent(Float.self, forKey: .trainingBend) ?? 1
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(fault, forKey: .fault)
    if fault != .losesOption { try values.encode(bend, forKey: .bend) }
    if fault != .losesTrainingOption { try values.encode(trainingBend, forKey: .trainingBend) }
  }

  func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first else {
      throw CondenseError(.content, "'\(name)' needs numbers")
    }
    return LayerPlan(
      output: shape,
      parameters: [
        ParameterPlan(
          name: "\(name).gain", rows: 1, columns: shape.size, kind: .perTile, initial: .constant(1))
      ])
  }

  private func bend(_ pass: LayerPass) -> Float { pass.isTraining ? trainingBend : bend }

  func forward(_ pass: LayerPass) {
    for row in 0..<pass.rows {
      for column in 0..<pass.inputSize(0) {
        var x = pass.input(0)[row][column]
        if fault == .readsNeighbours, row + 1 < pass.rows { x += 1e-6 * pass.input(0)[row + 1][column] }
        if fault == .leavesUnwritten, column == pass.inputSize(0) - 1 { continue }
        pass.output[row][column] = bend(pass) * x * pass.parameter(0)[column]
      }
      if fault == .writesPastItsRow { pass.output[row][16] = 0 }
      if fault == .changesInput {
        UnsafeMutablePointer(mutating: pass.input(0)[row])[0] = 0
      }
    }
  }

  func backward(_ pass: LayerPass) {
    let dx = pass.inputGradient(0), dGain = pass.gradient(0)
    for row in 0..<pass.rows {
      for column in 0..<pass.inputSize(0) {
        let dy = bend(pass) * pass.outputGradient[row][column]
        let slope = dy * pass.input(0)[row][column]
        switch fault {
        case .parameterGradient: dGain[column] -= slope
        case .forgetsToAdd: dGain[column] = slope
        default: dGain[column] += slope
        }
        let own = dy * pass.parameter(0)[column] * (fault == .inputGradient ? 1.5 : 1)
        if fault == .overwrites { dx?[row][column] = own } else { dx?[row][column] += own }
      }
      if fault == .writesPastGradient { dGain[16] = 1 }
    }
  }
}
