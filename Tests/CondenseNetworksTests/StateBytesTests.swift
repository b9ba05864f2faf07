import CondenseNetworks
import Testing

/// What a plan foretells is what a trainer takes.
struct StateBytesTests {
  @Test(arguments: [
    Optimizer.sgd(), .sgd(momentum: 0.9), .adagrad(), .adam(), .adamW(), .lazyAdam(), .rowWiseAdagrad(),
  ])
  func ofEveryOptimizer(optimizer: Optimizer) throws {
    let network = try NeuralNetwork { n in
      let joined = n.concatenate(
        n.embedding(n.id("town", vocabularySize: 31), dimension: 5), n.standardized(n.numbers("x", width: 3)))
      n.output(n.dense(n.layerNormalized(joined), units: 2), loss: .softmaxCrossEntropy)
    }
    let trainer = try Trainer(network, optimizer: .adam(), embeddingOptimizer: optimizer)
    #expect(
      try NetworkPlan(network).stateBytes(optimizer: .adam(), embeddingOptimizer: optimizer)
        == trainer.stateBytes)
  }
}
