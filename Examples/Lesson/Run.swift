import Condense

/// How a network is told which airport is meant.
enum Way: String, CaseIterable {
  case shared = "one embedding for both ends"
  case oneHot = "one-hot"
  case codes = "codes as plain numbers"
}

/// A network that learns the distance of two airports, and how far off it is on pairs it never saw.
struct Run {
  /// Root of the mean squared error, in miles.
  let milesOff: Double
  let parameters: Parameters
  /// How the airports came to where they are; nil for those that were not filmed.
  let film: TrainingFilm?

  /// - Parameters:
  ///   - epochs: passes over the rows to learn from.
  ///   - isFilmed: whether to film the shared embedding.
  init(
    _ way: Way, on lesson: Distances, dimension: Int, seed: UInt64, epochs: Int = 300, isFilmed: Bool = false
  ) throws {
    let names = lesson.names.count
    let network = try NeuralNetwork { n in
      let both: NetworkValue
      switch way {
      case .codes: both = n.numbers("codes", width: 2)
      case .oneHot:
        both = n.concatenate(
          n.oneHot(n.id("from", vocabularySize: names)), n.oneHot(n.id("to", vocabularySize: names)))
      case .shared:
        both = n.concatenate(
          n.embedding(n.id("from", vocabularySize: names), dimension: dimension, table: "airport"),
          n.embedding(n.id("to", vocabularySize: names), dimension: dimension, table: "airport"))
      }
      let hidden = n.dense(n.dense(both, units: 128, activation: .silu), units: 128, activation: .silu)
      n.output(n.dense(hidden, units: 1), loss: .squaredError)
    }
    let (training, test) = lesson.split(seed: seed)
    let batch = 64, count = training.count
    let steps = epochs * ((count + batch - 1) / batch), schedule = LearningRateSchedule.cosine()
    let trainer = try Trainer(
      network, optimizer: .adam(), learningRate: 0.005, embeddingLearningRate: 0.02, batchSize: batch,
      seed: seed)
    let examples = try lesson.examples(training), random = Philox(seed: seed, purpose: "order")
    var recorder =
      isFilmed ? FilmRecorder("airports", values: lesson.names, embedding: "embedding.airport") : nil
    try recorder?.start(trainer)
    var step = 0
    for epoch in 0..<epochs {
      let order = random.permutation(count: count, round: UInt64(epoch))
      for start in stride(from: 0, to: count, by: batch) {
        let loss = try trainer.step(
          examples, order: order, range: start..<min(start + batch, count),
          factor: schedule.factor(step: step, of: steps))
        try recorder?.record(trainer, loss: loss)
        step += 1
      }
    }
    parameters = trainer.finish()
    film = try recorder?.film(of: parameters)
    let answers = try Inference(trainer.plan, parameters: parameters).outputs(lesson.examples(test))
    let squares = zip(answers, test).map { answer, row in
      let miles = 1000 * Double(answer + Distances.middle - lesson.pairs[row].distance)
      return miles * miles
    }
    milesOff = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }
}
