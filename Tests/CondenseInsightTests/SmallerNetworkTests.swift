import CondenseCore
import CondenseInsight
import CondenseNetworks
import Testing

/// Shorter vectors in networks built by hand, whose numbers are set so that what has to come out is known.
@Suite struct SmallerNetworkTests {
  /// Two inputs of one vocabulary share an embedding, a third has its own and speaks to the output as well, a bag and
  /// numbers stand beside; two stacks of dense layers read all of it.
  private static let network: NeuralNetwork? = try? NeuralNetwork { n in
    let from = n.id("from", vocabularySize: 7), to = n.id("to", vocabularySize: 7)
    let carrier = n.id("carrier", vocabularySize: 5), tags = n.bag("tags", vocabularySize: 6)
    let joined = n.concatenate(
      n.embedding(from, dimension: 5, table: "airport"), n.numbers("rest", width: 3),
      n.embedding(to, dimension: 5, table: "airport"), n.embedding(carrier, dimension: 4),
      n.embedding(tags, dimension: 4))
    let direct = n.embedding(carrier, dimension: 2, table: "carrier.direct", name: "carrier.direct")
    let answers = (1...2).map { _ in
      n.add([direct, n.dense(n.dropout(n.dense(joined, units: 9, activation: .relu), rate: 0.5), units: 2)])
    }
    n.output(answers, loss: .softmaxCrossEntropy)
    n.predict(n.average(answers))
  }

  private static let rows = 200

  private func examples() throws -> Examples {
    func ids(_ size: Int, _ salt: UInt64) throws -> Examples.Column {
      .ids(
        try IdColumn((0..<Self.rows).map { Int32(MadeUp.any($0, size, salt: salt)) }, vocabularySize: size))
    }
    var offsets: [Int64] = [0], tags: [Int32] = []
    for row in 0..<Self.rows {
      // Every fourth bag is empty.
      for place in 0..<(row % 4) { tags.append(Int32(MadeUp.any(row * 4 + place, 6, salt: 9))) }
      offsets.append(Int64(tags.count))
    }
    return try Examples(columns: [
      "from": ids(7, 1), "to": ids(7, 2), "carrier": ids(5, 3),
      "tags": .bags(try BagColumn(offsets: offsets, ids: tags, weights: nil, vocabularySize: 6)),
      "rest": .numbers(
        try NumberColumns((0..<Self.rows * 3).map { Float(MadeUp.any($0, 100)) / 50 - 1 }, width: 3)),
    ])
  }

  /// Parameters by seed; the vectors of an embedding stand around a mean in a space of `rank` directions.
  private func parameters(_ plan: NetworkPlan, rank: Int, of embedding: String) throws -> Parameters {
    let parameters = try Parameters(for: plan, seed: 3)
    let shape = try #require(plan.parameters.first { $0.name == embedding })
    func some(_ i: Int, _ salt: UInt64) -> Float { Float(MadeUp.any(i, 1000, salt: salt)) / 500 - 1 }
    var values: [Float] = []
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        var value: Float = embedding == "embedding.tags" ? 0 : 0.3 + some(column, 5)
        for direction in 0..<rank {
          value += some(row * 8 + direction, 6) * some(direction * 8 + column, 7)
        }
        values.append(value)
      }
    }
    try parameters.set(values, for: embedding)
    for name in ["dense1.bias", "dense3.bias"] {
      try parameters.set((0..<9).map { some($0, 8) }, for: name)
    }
    return parameters
  }

  private func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test(arguments: [("airport", 2), ("airport", 0), ("carrier", 1), ("carrier", 0), ("tags", 2), ("tags", 0)])
  func whatHasNothingInItCanGo(name: String, rank: Int) throws {
    let plan = try NetworkPlan(try #require(Self.network)), examples = try examples()
    let parameters = try parameters(plan, rank: rank, of: "embedding.\(name)")
    let free = try #require(FreeEmbedding.all(in: plan).first { $0.name == name })
    let directions = try EmbeddingDirections(
      free, parameters, traffic: (0..<free.rows).map { Double(1 + MadeUp.any($0, 50)) })
    for (place, energy) in directions.energies.enumerated() {
      #expect(place < rank ? energy > 1e-3 : energy < 1e-9, "\(place): \(energy)")
    }
    let before = try Inference(plan, parameters: parameters).outputs(examples)
    let smaller = try SmallerNetwork(plan, parameters, [directions], dimensions: [rank])
    let after = try Inference(smaller.plan, parameters: smaller.parameters).outputs(examples)
    #expect(largestDifference(before, after) < 1e-5)
    let index = smaller.parameters.index(of: "embedding.\(name)")
    #expect(index.map { smaller.parameters.plans[$0].columns } == (rank > 0 ? rank : nil))
    // An input goes only where nothing else reads it.
    #expect(smaller.plan.network.node(named: "carrier") != nil)
    #expect((smaller.plan.network.node(named: "tags") == nil) == (name == "tags" && rank == 0))
    // One direction fewer is seen.
    guard rank > 0 else { return }
    let less = try SmallerNetwork(plan, parameters, [directions], dimensions: [rank - 1])
    let outputs = try Inference(less.plan, parameters: less.parameters).outputs(examples)
    #expect(largestDifference(before, outputs) > 1e-3)
  }

  /// The energies of what is left out are the mean square error of the sums, over the traffic.
  @Test func energiesAreWhatIsLost() throws {
    let plan = try NetworkPlan(try #require(Self.network))
    let parameters = try parameters(plan, rank: 4, of: "embedding.carrier")
    let free = try #require(FreeEmbedding.all(in: plan).first { $0.name == "carrier" })
    let traffic: [Double] = [1, 9, 30, 7, 3]
    let directions = try EmbeddingDirections(free, parameters, traffic: traffic)
    func sums(_ parameters: Parameters, _ dimension: Int) throws -> [[Float]] {
      // What each row brings to the sums of both dense layers, biases included.
      let vectors = try parameters.values(of: "embedding.carrier")
      return try (0..<5).map { row in
        try ["dense1", "dense3"].flatMap { layer in
          let weights = try parameters.values(of: "\(layer).weight")
          return zip(try parameters.values(of: "\(layer).bias"), 0...).map { bias, unit in
            (0..<dimension).reduce(bias) {
              $0 + vectors[row * dimension + $1] * weights[(13 + $1) * 9 + unit]
            }
          }
        }
      }
    }
    let whole = try sums(parameters, 4)
    for kept in 1...3 {
      let smaller = try SmallerNetwork(plan, parameters, [directions], dimensions: [kept])
      let some = try sums(smaller.parameters, kept)
      var lost = 0.0
      for row in 0..<5 {
        for (a, b) in zip(whole[row], some[row]) { lost += traffic[row] / 50 * Double((a - b) * (a - b)) }
      }
      let expected = directions.energies.dropFirst(kept).reduce(0, +)
      #expect(abs(lost - expected) < 1e-4 * expected + 1e-6, "\(kept): \(lost), \(expected)")
    }
  }

  @Test func keepingAllKeepsTheBits() throws {
    let plan = try NetworkPlan(try #require(Self.network))
    let parameters = try Parameters(for: plan, seed: 4)
    let free = FreeEmbedding.all(in: plan)
    let directions = try free.map {
      try EmbeddingDirections($0, parameters, traffic: [Double](repeating: 1, count: $0.rows))
    }
    let same = try SmallerNetwork(plan, parameters, directions, dimensions: free.map(\.dimension))
    #expect(same.parameters.plans == parameters.plans)
    for shape in parameters.plans {
      let now = try same.parameters.values(of: shape.name)
      #expect(try now == parameters.values(of: shape.name))
    }
  }

  @Test func onlyWhatDenseLayersReadIsFree() throws {
    let free = FreeEmbedding.all(in: try NetworkPlan(try #require(Self.network)))
    #expect(free.map(\.name) == ["airport", "carrier", "tags"])
    #expect(free.map(\.inputs) == [["from", "to"], ["carrier"], ["tags"]])
    #expect(free.map(\.hasMean) == [true, true, false])
    #expect(free.map(\.isDispensable) == [true, true, true])
    #expect(free[0].readings.map(\.firstRow) == [0, 0, 8, 8])
    let others = try NetworkPlan(
      NeuralNetwork { n in
        let a = n.id("a", vocabularySize: 4), b = n.id("b", vocabularySize: 4)
        let c = n.id("c", vocabularySize: 4), d = n.id("d", vocabularySize: 4)
        let product = n.dot(n.embedding(a, dimension: 3), n.embedding(b, dimension: 3))
        let joined = n.concatenate(n.embedding(c, dimension: 3), n.numbers("x", width: 2))
        let normal = n.layerNormalized(joined)
        let alone = n.dense(n.embedding(d, dimension: 3), units: 1, bias: false)
        n.output(n.add([product, n.dense(normal, units: 1), alone]), loss: .squaredError)
      })
    let found = FreeEmbedding.all(in: others)
    #expect(found.map(\.name) == ["d"])
    #expect(found.map(\.hasMean) == [false] && found.map(\.isDispensable) == [false])
  }
}
