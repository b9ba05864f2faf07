import CondenseCore
import CondenseNetworks
import Testing

/// Every built-in layer through the harness that users' layers go through, and layers with one mistake each,
/// which the harness has to find.
struct LayerCheckTests {
  static let rows = [1, 7, 30]

  private static func value(_ width: Int, count: Int = 1) -> InputShape {
    .value(ValueShape(count: count, width: width))
  }

  @Test(arguments: Activation.allCases, [1, 5, 16, 33]) func dense(activation: Activation, units: Int) throws
  {
    for rows in Self.rows {
      for (width, count) in [(1, 1), (6, 1), (17, 1), (4, 3)] {
        let layer = Dense(units: units, activation: activation, hasBias: width != 6)
        try checkLayer(layer, inputs: [Self.value(width, count: count)], rows: rows)
      }
    }
  }

  @Test(arguments: rows) func embedding(rows: Int) throws {
    for dimension in [1, 5, 8, 33, 66] {
      try checkLayer(
        Embedding(dimension: dimension), inputs: [.ids(perExample: 1, vocabularySize: 9)], rows: rows)
      try checkLayer(
        Embedding(dimension: dimension), inputs: [.ids(perExample: 3, vocabularySize: 9)], rows: rows)
      for pooling in [Embedding.Pooling.sum, .mean] {
        try checkLayer(
          Embedding(dimension: dimension, table: "words", pooling: pooling),
          inputs: [.bag(vocabularySize: 9)], rows: rows)
      }
    }
  }

  @Test(arguments: rows) func oneHot(rows: Int) throws {
    for size in [1, 3, 17] {
      try checkLayer(OneHot(), inputs: [.ids(perExample: 1, vocabularySize: size)], rows: rows)
      try checkLayer(OneHot(), inputs: [.bag(vocabularySize: size)], rows: rows)
      try checkLayer(Code(), inputs: [.ids(perExample: 1, vocabularySize: size)], rows: rows)
    }
  }

  @Test(arguments: [1, 7, 30])
  func addition(rows: Int) throws {
    try checkLayer(Addition(), inputs: [Self.value(3)], rows: rows)
    try checkLayer(Addition(), inputs: [Self.value(3), Self.value(3), Self.value(3)], rows: rows)
    try checkLayer(Addition(), inputs: [Self.value(2, count: 3), Self.value(2, count: 3)], rows: rows)
  }

  @Test(arguments: Activation.allCases) func additionWithActivation(activation: Activation) throws {
    for size in [1, 8, 19] {
      try checkLayer(
        Addition(activation: activation), inputs: [Self.value(size), Self.value(size)], rows: 7)
    }
  }

  @Test(arguments: rows) func mean(rows: Int) throws {
    let layer = Addition(takesMean: true)
    try checkLayer(layer, inputs: [Self.value(3)], rows: rows)
    try checkLayer(layer, inputs: [Self.value(3), Self.value(3), Self.value(3)], rows: rows)
    try checkLayer(layer, inputs: [Self.value(2, count: 3), Self.value(2, count: 3)], rows: rows)
  }

  @Test(arguments: rows) func dotProduct(rows: Int) throws {
    for width in [1, 5, 16] {
      try checkLayer(DotProduct(), inputs: [Self.value(width), Self.value(width)], rows: rows)
      try checkLayer(DotProduct(), inputs: [Self.value(width), Self.value(width, count: 4)], rows: rows)
    }
  }

  @Test(arguments: rows) func pairwiseDot(rows: Int) throws {
    for (count, width) in [(2, 1), (3, 5), (6, 8), (4, 19)] {
      try checkLayer(
        PairwiseDot(), inputs: [InputShape](repeating: Self.value(width), count: count), rows: rows)
    }
  }

  @Test(arguments: rows) func concatenation(rows: Int) throws {
    try checkLayer(Concatenation(), inputs: [Self.value(3)], rows: rows)
    try checkLayer(Concatenation(), inputs: [Self.value(3), Self.value(16), Self.value(1)], rows: rows)
    try checkLayer(Concatenation(), inputs: [Self.value(2, count: 3), Self.value(5)], rows: rows)
  }

  @Test(arguments: rows) func dropout(rows: Int) throws {
    for rate: Float in [0, 0.3, 0.9] {
      try checkLayer(Dropout(rate: rate), inputs: [Self.value(7)], rows: rows)
      try checkLayer(Dropout(rate: rate), inputs: [Self.value(5, count: 4)], rows: rows)
    }
  }

  @Test(arguments: rows) func shift(rows: Int) throws {
    for (height, width, reach) in [(1, 1, 0), (3, 4, 0), (3, 4, 1), (5, 3, 2), (4, 4, 3)] {
      let layer = Shift(height: height, width: width, reach: reach, background: -1.5)
      try checkLayer(layer, inputs: [Self.value(height * width)], rows: rows)
      try checkLayer(layer, inputs: [Self.value(width, count: height)], rows: rows)
    }
  }

  @Test(arguments: rows) func standardization(rows: Int) throws {
    try checkLayer(Standardization(), inputs: [Self.value(7)], rows: rows)
    try checkLayer(Standardization(), inputs: [Self.value(3, count: 2)], rows: rows)
  }

  @Test(arguments: rows) func layerNormalization(rows: Int) throws {
    for epsilon: Float in [1e-5, 0.1] {
      try checkLayer(LayerNormalization(epsilon: epsilon), inputs: [Self.value(7)], rows: rows)
      try checkLayer(LayerNormalization(epsilon: epsilon), inputs: [Self.value(4, count: 3)], rows: rows)
    }
  }

  @Test(arguments: rows) func batchNormalization(rows: Int) throws {
    for (epsilon, momentum) in [(Float(1e-5), Float(0.1)), (0.1, 0.5)] {
      let layer = BatchNormalization(epsilon: epsilon, momentum: momentum)
      try checkLayer(layer, inputs: [Self.value(7)], rows: rows)
      try checkLayer(layer, inputs: [Self.value(4, count: 3)], rows: rows)
    }
  }

  @Test(arguments: rows) func layersOfOnesOwn(rows: Int) throws {
    try checkLayer(Rectifier(), inputs: [Self.value(7)], rows: rows)
    try checkLayer(Gate(gain: 1.5), inputs: [Self.value(7)], rows: rows)
  }

  // MARK: mistakes

  @Test(
    arguments: [
      (.inputGradient, "the gradient of 'embedding.value0' at row 0, column 0 is "),
      (.parameterGradient, "the gradient of 'checked.gain' at row 0, column 0 is "),
      (.readsNeighbours, "row 0 alone gives other bits than among 7 rows"),
      (.losesOption, "'test.faulty' gives other values after saving and loading"),
      (.losesTrainingOption, "'test.faulty' trains differently after saving and loading"),
      (
        .overwrites,
        "'test.faulty' overwrites the gradient of input 0 that another layer has begun; it has to add to it"
      ),
      (.writesPastItsRow, "'test.faulty' writes past its output by more than its padding"),
      (
        .leavesUnwritten,
        "'test.faulty' leaves numbers of its output unwritten, or they are no numbers"
      ),
      (.changesInput, "'test.faulty' changes its input"),
      (.writesPastGradient, "'test.faulty' writes past the gradient of 'checked.gain'"),
      (.forgetsToAdd, "the gradient of 'checked.gain' at row 0, column 0 is "),
    ] as [(Faulty.Fault, String)])
  func mistakesAreFound(fault: Faulty.Fault, message: String) throws {
    let error = #expect(throws: CondenseError.self) {
      try checkLayer(Faulty(fault: fault), inputs: [Self.value(3)])
    }
    #expect(error?.kind == .content)
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "no error")")
  }

  @Test func withoutItsFaultTheLayerPasses() throws {
    try checkLayer(Faulty(fault: .none), inputs: [Self.value(3)])
  }
}
