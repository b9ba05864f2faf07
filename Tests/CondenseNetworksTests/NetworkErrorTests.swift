import CondenseCore
import CondenseNetworks
import Testing

/// What networks, examples, parameters and trainers refuse, and in which words.
struct NetworkErrorTests {
  private func expect(
    _ kind: CondenseError.Kind = .content, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) {
    let error = #expect(throws: CondenseError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.message == message, sourceLocation: sourceLocation)
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
  }

  private func network(_ build: (inout NetworkBuilder) throws -> Void) throws {
    _ = try NeuralNetwork(build)
  }

  // MARK: networks

  @Test func names() {
    expect(.content, "the network has two nodes named 'x'") {
      try network { n in
        let x = n.numbers("x", width: 2), again = n.numbers("x", width: 2)
        n.output(n.concatenate(x, again), loss: .squaredError)
      }
    }
    expect(.content, "the network has two nodes named 'dense1'") {
      try network { n in
        let x = n.numbers("x", width: 2)
        n.output(n.dense(n.dense(x, units: 2, name: "dense1"), units: 2), loss: .squaredError)
      }
    }
  }

  @Test func outputs() {
    expect(.content, "the network has no output; end it with `n.output(…, loss: …)`") {
      try network { n in _ = n.numbers("x", width: 2) }
    }
    expect(.content, "two losses stand at node 'dense1'; add a linear layer for one") {
      try network { n in
        let y = n.dense(n.numbers("x", width: 2), units: 2)
        n.output(y, loss: .squaredError, name: "a")
        n.output(y, loss: .binaryCrossEntropy, name: "b")
      }
    }
    expect(.content, "node 'dense1' leads to no output; leave it out") {
      try network { n in
        let x = n.numbers("x", width: 2)
        _ = n.dense(x, units: 3)
        n.output(n.dense(x, units: 2), loss: .squaredError)
      }
    }
    expect(.content, "node 'unused' leads to no output; leave it out") {
      try network { n in
        _ = n.id("unused", vocabularySize: 3)
        n.output(n.dense(n.numbers("x", width: 2), units: 2), loss: .squaredError)
      }
    }
    expect(.content, "output 'y' stands at node 4, which is not there") {
      _ = try NeuralNetwork(nodes: [], outputs: [.init(node: 4, name: "y", loss: .squaredError, weight: 1)])
    }
    expect(.content, "output 'y' stands at ids; it needs numbers") {
      _ = try NetworkPlan(
        NeuralNetwork(
          nodes: [.init(name: "a", content: .input(.ids(perExample: 1, vocabularySize: 2)))],
          outputs: [.init(node: 0, name: "y", loss: .squaredError, weight: 1)]))
    }
  }

  @Test func order() {
    for (input, expected) in [(1, 1), (0, 0), (-1, -1)] {
      expect(.content, "node 'd' reads node \(expected), which does not come before it") {
        _ = try NeuralNetwork(
          nodes: [.init(name: "d", content: .layer(Dense(units: 1), inputs: [input]))],
          outputs: [.init(node: 0, name: "y", loss: .squaredError, weight: 1)])
      }
    }
  }

  @Test(
    arguments: [
      (.ids(perExample: 0, vocabularySize: 3), "input 'in' has 0 ids an example; it goes from 1 to 65536"),
      (
        .ids(perExample: 1, vocabularySize: 0),
        "input 'in' has a vocabulary of 0; it goes from 1 to 2147483647"
      ),
      (
        .ids(perExample: 1, vocabularySize: 1 << 40),
        "input 'in' has a vocabulary of 1099511627776; it goes from 1 to 2147483647"
      ),
      (.bag(vocabularySize: -1), "input 'in' has a vocabulary of -1; it goes from 1 to 2147483647"),
      (.value(.init(width: 0)), "input 'in' has 0 numbers; it goes from 1 to 16777216"),
      (.value(.init(count: -1, width: -1)), "input 'in' is -1 × -1; both go from 1 to 65536"),
    ] as [(InputShape, String)])
  func inputShapes(shape: InputShape, message: String) {
    expect(.content, message) {
      _ = try NeuralNetwork(
        nodes: [.init(name: "in", content: .input(shape))],
        outputs: [.init(node: 0, name: "y", loss: .squaredError, weight: 1)])
    }
  }

  @Test(
    arguments: [
      (Dense(units: 2), [.bag(vocabularySize: 3)], "dense layer 'l' takes one input of numbers"),
      (Dense(units: 2), [], "dense layer 'l' takes one input of numbers"),
      (
        Dense(units: 0), [.value(.init(width: 3))],
        "dense layer 'l' has 0 units; they go from 1 to 1048576"
      ),
      (
        Dense(units: 1 << 40), [.value(.init(width: 3))],
        "dense layer 'l' has 1099511627776 units; they go from 1 to 1048576"
      ),
      (
        Embedding(dimension: 2), [.value(.init(width: 3))],
        "embedding 'l' takes one input of ids or of bags"
      ),
      (
        Embedding(dimension: 0), [.bag(vocabularySize: 3)],
        "embedding 'l' has dimension 0; it goes from 1 to 65536"
      ),
      (
        Embedding(dimension: 2), [.bag(vocabularySize: 3), .bag(vocabularySize: 3)],
        "embedding 'l' takes one input of ids or of bags"
      ),
      (Code(), [.bag(vocabularySize: 3)], "code 'l' takes one input of one id an example"),
      (
        OneHot(), [.ids(perExample: 2, vocabularySize: 3)],
        "one-hot 'l' takes one input of one id an example, or of bags"
      ),
      (
        OneHot(), [.ids(perExample: 1, vocabularySize: 65_537)],
        "one-hot 'l' would give 65537 numbers; 65536 are the most: use an embedding"
      ),
      (Concatenation(), [.bag(vocabularySize: 3)], "'l' can concatenate numbers only, not ids"),
      (
        Addition(), [.value(ValueShape(width: 3)), .value(ValueShape(width: 4))],
        "'l' adds values of one size"
      ),
      (Addition(), [], "'l' adds values of one size"),
      (DotProduct(), [.value(ValueShape(width: 3))], "'l' multiplies two inputs of numbers"),
      (
        DotProduct(), [.value(ValueShape(width: 3)), .bag(vocabularySize: 3)],
        "'l' multiplies two inputs of numbers"
      ),
      (
        DotProduct(), [.value(ValueShape(width: 3)), .value(ValueShape(count: 2, width: 4))],
        "'l' multiplies one vector with others of its width, not 3 with 2 × 4"
      ),
      (
        DotProduct(), [.value(ValueShape(count: 2, width: 3)), .value(ValueShape(width: 3))],
        "'l' multiplies one vector with others of its width, not 2 × 3 with 3"
      ),
      (
        PairwiseDot(), [.value(ValueShape(width: 3))],
        "'l' multiplies two or more vectors with one another"
      ),
      (
        PairwiseDot(), [.value(ValueShape(width: 3)), .bag(vocabularySize: 3)],
        "'l' multiplies two or more vectors with one another"
      ),
      (
        PairwiseDot(), [.value(ValueShape(width: 3)), .value(ValueShape(width: 4))],
        "'l' multiplies vectors of one width with one another, not 3, 4"
      ),
      (Concatenation(), [], "'l' has nothing to concatenate"),
      (Dropout(rate: 0.1), [.bag(vocabularySize: 3)], "dropout 'l' takes one input of numbers"),
      (
        Dropout(rate: 1), [.value(.init(width: 3))],
        "the rate of dropout 'l' is 1.0; it goes from 0 to below 1"
      ),
      (
        Dropout(rate: -0.5), [.value(.init(width: 3))],
        "the rate of dropout 'l' is -0.5; it goes from 0 to below 1"
      ),
      (
        Dropout(rate: .nan), [.value(.init(width: 3))],
        "the rate of dropout 'l' is nan; it goes from 0 to below 1"
      ),
      (Standardization(), [.bag(vocabularySize: 3)], "'l' standardises one input of numbers"),
      (
        LayerNormalization(), [.bag(vocabularySize: 3)], "layer normalisation 'l' takes one input of numbers"
      ),
      (
        BatchNormalization(), [.bag(vocabularySize: 3)], "batch normalisation 'l' takes one input of numbers"
      ),
    ] as [(any Layer, [InputShape], String)])
  func layers(layer: any Layer, inputs: [InputShape], message: String) {
    expect(.content, message) { _ = try layer.plan(name: "l", inputs: inputs) }
  }

  @Test func sharedEmbeddingsHaveOneSize() {
    expect(.content, "'embedding.place' is 9 × 4 in one place and 9 × 5 in 'to.embedding'") {
      try network { n in
        let from = n.id("from", vocabularySize: 9), to = n.id("to", vocabularySize: 9)
        n.output(
          n.concatenate(
            n.embedding(from, dimension: 4, table: "place"), n.embedding(to, dimension: 5, table: "place")),
          loss: .squaredError)
      }
    }
    expect(.content, "'embedding.place' is 9 × 4 in one place and 8 × 4 in 'to.embedding'") {
      try network { n in
        let from = n.id("from", vocabularySize: 9), to = n.bag("to", vocabularySize: 8)
        n.output(
          n.concatenate(
            n.embedding(from, dimension: 4, table: "place"), n.embedding(to, dimension: 4, table: "place")),
          loss: .squaredError)
      }
    }
  }

  // MARK: examples

  private static func sample() throws -> NetworkPlan {
    try NetworkPlan(
      NeuralNetwork { n in
        let id = n.id("id", vocabularySize: 5, perExample: 2), bag = n.bag("bag", vocabularySize: 6)
        let x = n.numbers("x", width: 3)
        let joined = n.concatenate(n.embedding(id, dimension: 2), n.embedding(bag, dimension: 2), x)
        n.output(n.dense(joined, units: 4), loss: .softmaxCrossEntropy, name: "kind")
        n.output(n.dense(joined, units: 2), loss: .squaredError, name: "size")
      })
  }

  private static func columns() throws -> [String: Examples.Column] {
    [
      "id": .ids(try IdColumn([0, 1, 2, 3], perExample: 2, vocabularySize: 5)),
      "bag": .bags(try BagColumn(offsets: [0, 0, 1], ids: [3], vocabularySize: 6)),
      "x": .numbers(try NumberColumns([1, 2, 3, 4, 5, 6], width: 3)),
    ]
  }

  private static func targets() throws -> [String: Examples.Target] {
    ["kind": try .classes([0, 3]), "size": try .numbers([1, 2, 3, 4], width: 2)]
  }

  private func check(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout [String: Examples.Column], inout [String: Examples.Target]) throws -> Void
  ) throws {
    var columns = try Self.columns(), targets = try Self.targets()
    try change(&columns, &targets)
    let plan = try Self.sample()
    expect(.content, message, sourceLocation: sourceLocation) {
      try Examples(columns: columns, targets: targets).check(against: plan, needsTargets: true)
    }
  }

  @Test func examplesFitTheNetwork() throws {
    try Examples(columns: Self.columns(), targets: Self.targets()).check(
      against: Self.sample(), needsTargets: true)
    try Examples(columns: Self.columns()).check(against: Self.sample(), needsTargets: false)
    try check("the examples lack the input 'bag'") { columns, _ in columns["bag"] = nil }
    let misfit = "the examples' 'id' does not fit the network's input"
    try check(misfit) { columns, _ in columns["id"] = .ids(try IdColumn([0, 1], vocabularySize: 5)) }
    try check(misfit) { columns, _ in
      columns["id"] = .ids(try IdColumn([0, 1, 2, 3], perExample: 2, vocabularySize: 7))
    }
    try check(misfit) { columns, _ in columns["id"] = columns["bag"] }
    try check("the examples' 'bag' does not fit the network's input") { columns, _ in
      columns["bag"] = .bags(try BagColumn(offsets: [0, 0, 1], ids: [3], vocabularySize: 7))
    }
    try check("the examples' 'x' does not fit the network's input") { columns, _ in
      columns["x"] = .numbers(try NumberColumns([1, 2], width: 1))
    }
    try check("the examples lack the target 'size'") { _, targets in targets["size"] = nil }
    try check("the target 'kind' has 5 classes; the output has 4") { _, targets in
      targets["kind"] = .classes(try BagColumn(offsets: [0, 1, 1], ids: [0], vocabularySize: 5))
    }
    try check("the target 'kind' has to be classes") { _, targets in targets["kind"] = targets["size"] }
    try check("the target 'kind' holds class 4; the output has 4") { _, targets in
      targets["kind"] = try .classes([0, 4])
    }
    try check("the target 'size' has to be 2 numbers an example") { _, targets in
      targets["size"] = targets["kind"]
    }
    try check("the target 'size' has to be 2 numbers an example") { _, targets in
      targets["size"] = try .numbers([1, 2])
    }
    try check("'x' has 1 examples where 'bag' has 2") { columns, _ in
      columns["x"] = .numbers(try NumberColumns([1, 2, 3], width: 3))
    }
  }

  @Test func targetsAndWeights() {
    expect(.content, "3 targets do not make whole rows of 2") {
      _ = try Examples.Target.numbers([1, 2, 3], width: 2)
    }
    expect(.content, "3 targets do not make whole rows of 0") {
      _ = try Examples.Target.numbers([1, 2, 3], width: 0)
    }
    expect(.content, "class -2 at place 1; classes start at 0, and -1 is missing") {
      _ = try Examples.Target.classes([0, -2])
    }
    for bad: Float in [-1, .nan, .infinity] {
      expect(.content, "the weight at place 1 is \(bad); weights are finite and not negative") {
        _ = try Examples(columns: Self.columns(), weights: [1, bad])
      }
    }
    expect(.content, "'weights' has 3 examples where 'bag' has 2") {
      _ = try Examples(columns: Self.columns(), weights: [1, 1, 1])
    }
  }

  // MARK: parameters, trainers, inference

  @Test func parameters() throws {
    let plan = try Self.sample(), parameters = try Parameters(for: plan, seed: 1)
    expect(
      .usage,
      "the network has no parameter 'b'; it has embedding.id, embedding.bag, dense1.weight, dense1.bias,"
        + " dense2.weight, dense2.bias"
    ) { _ = try parameters.values(of: "b") }
    expect(.content, "'dense1.bias' holds 1 × 4 numbers, not 3") {
      try parameters.set([1, 2, 3], for: "dense1.bias")
    }
    let other = try UserLayerTests.network()
    expect(.content, "these parameters belong to another network") {
      _ = try Trainer(other, parameters: parameters)
    }
    expect(.content, "these parameters belong to another network") {
      _ = try Inference(NetworkPlan(other), parameters: parameters)
    }
  }

  @Test func trainers() throws {
    let network = try Self.sample().network
    for size in [0, -1, 1 << 25] {
      expect(.usage, "a batch of \(size) examples; it goes from 1 to 16777216") {
        _ = try Trainer(network, batchSize: size)
      }
    }
    expect(.usage, "row-wise Adagrad is for embeddings; use `.adagrad()` for dense layers") {
      _ = try Trainer(network, optimizer: .rowWiseAdagrad())
    }
    let examples = try Examples(columns: Self.columns(), targets: Self.targets())
    let trainer = try Trainer(network, batchSize: 1)
    expect(.usage, "rows 0..<3 of 2 examples") { try trainer.step(examples, rows: 0..<3) }
    expect(.usage, "rows -1..<1 of 2 examples") { try trainer.step(examples, rows: -1..<1) }
    expect(.usage, "a step over 2 examples; this trainer takes 1 to 1") {
      try trainer.step(examples, rows: 0..<2)
    }
    expect(.usage, "a step over 0 examples; this trainer takes 1 to 1") {
      try trainer.step(examples, rows: 1..<1)
    }
    for (order, range) in [([Int32(0), 2], 0..<2), ([0, -1], 1..<2), ([0, 1], 1..<3), ([0], -1..<1)] {
      expect(.usage, "rows \(range) of an order of \(order.count)") {
        try trainer.step(examples, order: order, range: range)
      }
    }
    try trainer.step(examples, rows: 0..<1)
    let parameters = trainer.finish()
    expect(.usage, "this trainer has finished") { try trainer.step(examples, rows: 0..<1) }
    expect(.usage, "these parameters belong to a finished model; train a `copy()`") {
      _ = try Trainer(network, parameters: parameters)
    }
    expect(.usage, "these parameters belong to a finished model; change a `copy()`") {
      try parameters.set([0, 0, 0, 0], for: "dense1.bias")
    }
  }

  @Test func inference() throws {
    let plan = try Self.sample()
    let inference = try Inference(plan, parameters: Parameters(for: plan, seed: 1))
    let examples = try Examples(columns: Self.columns())
    expect(.usage, "the network has no node 'dense9'") { _ = try inference.values(of: "dense9", examples) }
    for rows in [0..<3, -1..<1, 3..<3] {
      expect(.usage, "rows \(rows) of 2 examples") {
        _ = try inference.values(of: "dense1", examples, rows: rows)
      }
    }
    #expect(try inference.values(of: "dense1", examples, rows: 1..<1).isEmpty)
  }

  /// Examples are checked once, and other examples again, wherever in memory they stand.
  @Test func otherExamplesAreCheckedAgain() throws {
    let trainer = try Trainer(Self.sample().network, batchSize: 2)
    for _ in 0..<50 {
      let good = try Examples(columns: Self.columns(), targets: Self.targets())
      #expect(throws: CondenseError.self) { try trainer.step(good, rows: 0..<0) }
    }
    for _ in 0..<50 {
      // Freed at once; the next may stand at the same address.
      _ = try? trainer.step(Examples(columns: Self.columns(), targets: Self.targets()), rows: 0..<0)
      let bad = try Examples(columns: Self.columns())
      expect(.content, "the examples lack the target 'kind'") { try trainer.step(bad, rows: 0..<2) }
    }
  }
}
