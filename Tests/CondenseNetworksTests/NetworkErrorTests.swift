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
      (
        Embedding(dimension: 2, initialBound: .nan), [.bag(vocabularySize: 3)],
        "embedding 'l' starts within nan; the bound is finite and not negative"
      ),
      (
        Embedding(dimension: 2, penalty: -1), [.bag(vocabularySize: 3)],
        "the penalty of embedding 'l' is -1.0; it is finite and not negative"
      ),
      (
        LayerNormalization(epsilon: 0), [.value(.init(width: 3))],
        "the epsilon of layer normalisation 'l' is 0.0; it is finite and above 0"
      ),
      (
        BatchNormalization(epsilon: .nan), [.value(.init(width: 3))],
        "the epsilon of batch normalisation 'l' is nan; it is finite and above 0"
      ),
      (
        BatchNormalization(momentum: 2), [.value(.init(width: 3))],
        "the momentum of batch normalisation 'l' is 2.0; it goes from 0 to 1"
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
    expect(.content, "class -2 at place 1; classes start at 0, and `missing:` says what stands for none") {
      _ = try Examples.Target.classes([0, -2])
    }
    expect(.content, "class -1 at place 0; classes start at 0, and `missing:` says what stands for none") {
      _ = try Examples.Target.classes([-1, 1])
    }
    expect(.content, "class -2 at place 1; classes start at 0") {
      _ = try Examples.Target.classes([-1, -2], missing: -1)
    }
    expect(.content, "target 2 is -inf, no finite number") {
      _ = try Examples.Target.numbers([1, 2, -.infinity, 3], width: 2)
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

  @Test func parametersHaveOneTrainer() throws {
    let network = try Self.sample().network
    var first: Trainer? = try Trainer(network)
    let parameters = try #require(first?.parameters)
    expect(.usage, "another trainer holds these parameters; train a `copy()`") {
      _ = try Trainer(network, parameters: parameters)
    }
    first = nil
    _ = try Trainer(network, parameters: parameters)
  }

  @Test func rates() throws {
    let network = try Self.sample().network
    let examples = try Examples(columns: Self.columns(), targets: Self.targets())
    for (rate, shown) in [(Float.nan, "nan"), (-1, "-1.0"), (.infinity, "inf")] {
      expect(.usage, "the learning rate is \(shown); rates are finite and not negative") {
        _ = try Trainer(network, learningRate: rate)
      }
      expect(.usage, "the learning rate of embeddings is \(shown); rates are finite and not negative") {
        _ = try Trainer(network, embeddingLearningRate: rate)
      }
      let trainer = try Trainer(network)
      expect(.usage, "the factor of a step is \(shown); it is finite and not negative") {
        try trainer.step(examples, rows: 0..<2, factor: rate)
      }
      trainer.learningRate = rate
      expect(.usage, "the learning rate is \(shown); rates are finite and not negative") {
        try trainer.step(examples, rows: 0..<2)
      }
    }
    expect(.usage, "the learning rate is 2.0, and with it a step decays weights to nothing") {
      _ = try Trainer(network, optimizer: .adamW(decay: 0.5), learningRate: 2)
    }
    for threads in [0, -3, .max] {
      expect(.usage, "threads is \(threads); it goes from 1 to 1024") {
        _ = try Trainer(network, threads: threads)
      }
      expect(.usage, "threads is \(threads); it goes from 1 to 1024") {
        let plan = try Self.sample()
        _ = try Inference(plan, parameters: Parameters(for: plan, seed: 1)).outputs(
          Examples(columns: Self.columns()), threads: threads)
      }
    }
  }

  @Test(
    arguments: [
      (.sgd(momentum: 1), "momentum is 1.0; it goes from 0 to below 1"),
      (.sgd(momentum: .nan), "momentum is nan; it goes from 0 to below 1"),
      (.adagrad(epsilon: 0), "epsilon is 0.0; it is finite and above 0"),
      (.adagrad(initial: -1), "initial sum is -1.0; it is finite and not negative"),
      (.adam(beta1: 1), "beta1 is 1.0; it goes from 0 to below 1"),
      (.adam(beta2: -0.1), "beta2 is -0.1; it goes from 0 to below 1"),
      (.lazyAdam(epsilon: .infinity), "epsilon is inf; it is finite and above 0"),
      (.adamW(decay: .nan), "decay is nan; it is finite and not negative"),
      (.adamW(decay: -1), "decay is -1.0; it is finite and not negative"),
    ] as [(Optimizer, String)])
  func optimizers(optimizer: Optimizer, message: String) throws {
    let network = try Self.sample().network
    expect(.usage, "the optimizer's \(message)") { _ = try Trainer(network, optimizer: optimizer) }
    expect(.usage, "the optimizer's \(message)") { _ = try Trainer(network, embeddingOptimizer: optimizer) }
  }

  @Test func lossesThatAreNotFinite() throws {
    let network = try NeuralNetwork { n in
      let x = n.numbers("x", width: 2)
      n.output(n.dense(n.dense(x, units: 3, name: "first"), units: 1, name: "last"), loss: .squaredError)
    }
    let examples = try Examples(
      columns: ["x": .numbers(NumberColumns([1, 2, 3, 4], width: 2))], targets: ["target": .numbers([1, 2])])
    let trainer = try Trainer(network)
    let weights = try trainer.parameters.values(of: "last.weight")
    try trainer.parameters.set([.nan, 0, 0, 0, 0, 0], for: "first.weight")
    let message =
      "the loss of step 1 is nan: 'first.weight' holds numbers that are not finite; a lower learning rate may"
      + " help"
    expect(.content, message) { try trainer.step(examples, rows: 0..<2) }
    #expect(try trainer.parameters.values(of: "last.weight") == weights)
    expect(.usage, "this trainer has stopped: \(message)") { try trainer.step(examples, rows: 0..<2) }

    let other = try Trainer(network)
    try other.parameters.set([Float](repeating: 3e38, count: 6), for: "first.weight")
    expect(
      .content,
      "the loss of step 1 is inf: 'first' gives numbers that are not finite; a lower learning rate may help"
    ) {
      do {
        try other.step(examples, rows: 0..<2)
      } catch let error as CondenseError {
        // Infinities of either sign may meet.
        throw CondenseError(error.kind, error.message.replacing("is nan", with: "is inf"))
      }
    }
  }

  @Test func targetsOfProbabilities() throws {
    let plan = try NetworkPlan(
      NeuralNetwork { n in
        n.output(n.dense(n.numbers("x", width: 1), units: 1), loss: .binaryCrossEntropy, name: "late")
      })
    let columns: [String: Examples.Column] = ["x": .numbers(try NumberColumns([1, 2], width: 1))]
    for bad: Float in [-0.5, 2] {
      expect(
        .content, "the target 'late' holds \(bad); binary cross-entropy takes numbers from 0 to 1"
      ) {
        try Examples(columns: columns, targets: ["late": .numbers([1, bad])]).check(
          against: plan, needsTargets: true)
      }
    }
    try Examples(columns: columns, targets: ["late": .numbers([1, .nan])]).check(
      against: plan, needsTargets: true)
  }

  // MARK: layers of others

  /// A layer whose plan is what a test says.
  struct Planned: Layer {
    static let kind = "test.planned"
    var output = ValueShape(width: 2)
    var rows = 3, columns = 2, slot = 0, statistics = 0
    var input: Int?, ids = false
    var bound: Float = 1

    func plan(name: String, inputs: [InputShape]) -> LayerPlan {
      let kind: ParameterPlan.Kind =
        input.map { ids ? .rows(input: $0) : .product(input: $0) } ?? .perTile
      return LayerPlan(
        output: output,
        parameters: [
          ParameterPlan(
            name: "w", rows: rows, columns: columns, kind: kind, initial: .uniform(bound: bound))
        ], slots: [slot], statistics: statistics)
    }
    func forward(_ pass: LayerPass) {}
    func backward(_ pass: LayerPass) {}
  }

  static let x = InputShape.value(ValueShape(width: 3)), id = InputShape.ids(perExample: 2, vocabularySize: 9)

  @Test(
    arguments: [
      (Planned(output: .init(width: 0)), x, "'l' gives 0 numbers an example; they go from 1 to 16777216"),
      (
        Planned(output: .init(count: -1, width: -1)), x,
        "'l' gives -1 × -1 numbers an example; they go from 1 to 16777216"
      ),
      (
        Planned(output: .init(count: .max, width: 2)), x,
        "'l' gives 9223372036854775807 × 2 numbers an example; they go from 1 to 16777216"
      ),
      (Planned(slot: -1), x, "'l' asks for a slot of -1 numbers, which go from 0 to 268435456"),
      (
        Planned(slot: .max), x,
        "'l' asks for a slot of 9223372036854775807 numbers, which go from 0 to 268435456"
      ),
      (Planned(statistics: -1), x, "'l' asks for -1 statistics, which go from 0 to 268435456"),
      (
        Planned(rows: 0), x,
        "'w' is 0 × 2; rows go from 1 to 2147483647, columns from 1 to 16777216"
      ),
      (
        Planned(rows: .max, columns: .max), x,
        "'w' is 9223372036854775807 × 9223372036854775807; rows go from 1 to 2147483647, columns from 1 to 16777216"
      ),
      (Planned(bound: .nan), x, "'w' starts from nan, which is no number to start from"),
      (Planned(bound: -1), x, "'w' starts from -1.0, which is no number to start from"),
      (
        Planned(rows: 4, input: 0), x,
        "'w' is 4 × 2, and 'l' has 3 numbers to multiply and gives 2"
      ),
      (
        Planned(columns: 3, input: 0), x,
        "'w' is 3 × 3, and 'l' has 3 numbers to multiply and gives 2"
      ),
      (Planned(input: 5), x, "'w' multiplies input 5 of 'l', which has no such input of numbers"),
      (Planned(input: -1), x, "'w' multiplies input -1 of 'l', which has no such input of numbers"),
      (Planned(input: 0), id, "'w' multiplies input 0 of 'l', which has no such input of numbers"),
      (Planned(input: 0, ids: true), x, "'w' has rows for input 0 of 'l', which has no such input of ids"),
      (Planned(input: 0, ids: true), id, "'w' has 3 rows for a vocabulary of 9"),
      (
        Planned(rows: 9, input: 0, ids: true), id,
        "'w' has rows of 2 numbers, and 'l' gives 2, not 2 × 2"
      ),
    ] as [(Planned, InputShape, String)])
  func plans(layer: Planned, input: InputShape, message: String) {
    expect(.content, message) {
      _ = try NetworkPlan(
        NeuralNetwork(
          nodes: [
            .init(name: "in", content: .input(input)), .init(name: "l", content: .layer(layer, inputs: [0])),
          ],
          outputs: [.init(node: 1, name: "y", loss: .squaredError)]))
    }
    // The check of a layer goes the same way.
    expect(.content, message.replacing("'l'", with: "'checked'")) {
      try checkLayer(layer, inputs: [input])
    }
  }

  @Test func checksOfLayersThatMakeNoSense() {
    for rows in [0, -1, .max] {
      expect(.usage, "a check over \(rows) examples; it goes from 1 to 4096") {
        try checkLayer(Dense(units: 1), inputs: [Self.x], rows: rows)
      }
    }
    expect(.content, "input 'in0' is -1 × 3; both go from 1 to 65536") {
      try checkLayer(Dense(units: 1), inputs: [.value(ValueShape(count: -1, width: 3))])
    }
  }

  @Test func valuesOfAnotherNetwork() throws {
    var foreign: NetworkValue?
    try network { n in
      let x = n.numbers("x", width: 2)
      foreign = x
      n.output(n.dense(x, units: 1), loss: .squaredError)
    }
    let value = try #require(foreign)
    expect(.usage, "'dense1' is given a value that belongs to another network") {
      try network { n in n.output(n.dense(value, units: 1), loss: .squaredError) }
    }
    expect(.usage, "'target' is given a value that belongs to another network") {
      try network { n in n.output(value, loss: .squaredError) }
    }
  }

  @Test func outputsOfOneName() {
    expect(
      .usage,
      "two outputs are named 'target'; name them apart, or hand values that learn one target to one"
        + " `output([…])`"
    ) {
      try network { n in
        let x = n.numbers("x", width: 2)
        n.output(n.dense(x, units: 1), loss: .squaredError)
        n.output(n.dense(x, units: 1), loss: .squaredError)
      }
    }
    for (outputs, message) in [
      (
        [NeuralNetwork.Output(node: 0, name: "y", loss: .squaredError, weight: .nan)],
        "the weight of output 'y' is nan; weights are finite and not negative"
      ),
      (
        [
          .init(node: 0, name: "y", loss: .squaredError),
          .init(node: 0, name: "y", loss: .binaryCrossEntropy),
        ],
        "output 'y' has two losses: squaredError and binaryCrossEntropy"
      ),
    ] {
      expect(.content, message) {
        _ = try NeuralNetwork(nodes: [.init(name: "x", content: .input(Self.x))], outputs: outputs)
      }
    }
    expect(.content, "output 'y' stands at 1 numbers and at 2") {
      try network { n in
        let x = n.numbers("x", width: 2)
        n.output([n.dense(x, units: 1), n.dense(x, units: 2)], loss: .squaredError, name: "y")
      }
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
