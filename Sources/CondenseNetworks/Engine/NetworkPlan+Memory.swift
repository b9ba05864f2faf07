import CondenseCore

extension NetworkPlan {
  /// Bytes of the parameters as they stand in memory, padded.
  package var storedBytes: Int { parameters.reduce(0) { $0 + $1.storedCount * 4 } }

  /// Bytes of optimizer state that a `Trainer` of this network would hold.
  package func stateBytes(optimizer: Optimizer, embeddingOptimizer: Optimizer) -> Int {
    parameters.reduce(0) { sum, parameter in
      switch parameter.kind {
      case .product, .perTile: return sum + optimizer.statesPerWeight * parameter.storedCount * 4
      case .rows:
        var numbers = embeddingOptimizer.statesPerWeight * parameter.storedCount
        if case .rowWiseAdagrad = embeddingOptimizer { numbers = parameter.rows }
        if embeddingOptimizer.catchesUp { numbers += parameter.rows }
        return sum + numbers * 4
      case .constant: return sum
      }
    }
  }
}
