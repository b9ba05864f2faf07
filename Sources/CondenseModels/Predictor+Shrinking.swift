import CondenseCore
import CondenseNetworks

extension Predictor {
  /// The same model over another network for the same inputs, or some of them.
  ///
  /// - Parameters:
  ///   - parameters: frozen here.
  ///   - dimensions: numbers of a vector by the name of the embedding, where they differ from before.
  /// - Throws: `CondenseError` when the parameters belong to another network.
  package func with(
    _ plan: NetworkPlan, _ parameters: Parameters, dimensions: [String: Int]
  ) throws -> Predictor {
    parameters.freeze()
    var report = report
    for place in report.inputs.indices {
      let name = report.inputs[place].name
      let table = encoder.features.first { $0.name == name }?.sharesEmbeddingOf ?? name
      if let dimension = dimensions[table] { report.inputs[place].dimension = dimension }
    }
    return with(try Inference(plan, parameters: parameters), report)
  }

  /// The same model that says how it was shrunk.
  package func with(_ shrinking: ShrinkingReport) -> Predictor {
    var report = report
    report.shrinking = shrinking
    return with(inference, report)
  }

  func with(_ inference: Inference, _ report: TrainingReport) -> Predictor {
    Predictor(
      schema: schema, reading: reading, encoder: encoder, report: report, inference: inference, scale: scale,
      sharpness: sharpness, classShares: classShares)
  }
}
