import CondenseCore
import CondenseNetworks

/// How a ranking of very many items is learned: each step looks at some of them.
///
///     logit(i) = taste · W[i] + b[i] − log q[i]       i: the item chosen, and others drawn with chance q[i]
///
/// A softmax over these says on average what one over all items would (Bengio and Senécal 2008). The others are
/// drawn once a step and shared by its examples; an example passes over those that its user chose. In training
/// `W` and `b − log q` are embeddings, so that a step costs the rows it reads; the model holds them as a dense
/// layer, like that of few items.
struct RankingSample {
  /// Items drawn for an example.
  static let others = 255
  /// Drawn beside them, for those that are passed over.
  private static let spare = 65

  static let candidates = "candidates"
  private static let vectors = "scores.vectors", biases = "scores.biases"

  private let design: RankingDesign
  private let draws: ItemDraws
  /// All items of each user, ascending.
  private let known: [[Int32]]

  /// - Parameters:
  ///   - users: what each user chose.
  ///   - counts: how often each item was chosen; id 0 is none.
  init(_ design: RankingDesign, users: [[Int32]], counts: [Double]) {
    self.design = design
    draws = ItemDraws(counts: counts)
    known = users.map { $0.sorted() }
  }

  private var vocabularySize: Int { draws.logChances.count }

  /// The network of a design with a softmax over candidates; the first is the item chosen.
  func network(table: String) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let taste = design.tastes(in: &n, table: table, items: vocabularySize)[0]
      let candidates = n.id(
        Self.candidates, vocabularySize: vocabularySize, perExample: 1 + Self.others)
      let fits = n.dot(
        taste, n.embedding(candidates, dimension: design.dimension, table: Self.vectors, name: "vectors"))
      let biases = n.embedding(candidates, dimension: 1, table: Self.biases, name: "biases")
      n.output(n.add([fits, biases], name: "logits"), loss: .softmaxCrossEntropy)
    }
  }

  /// Starts at given biases.
  func start(_ parameters: Parameters, at biases: [Float]) throws {
    try parameters.set(zip(biases, draws.logChances).map { $0 - $1 }, for: "embedding.\(Self.biases)")
  }

  /// The candidates of some examples that follow each other, step by step.
  ///
  /// - Parameters:
  ///   - chosen: the item chosen in each example.
  ///   - users: who chose it.
  func candidates(_ chosen: [Int32], users: [Int], epoch: Int, _ random: Philox) throws -> IdColumn {
    var all = [Int32](repeating: 0, count: chosen.count * (1 + Self.others))
    var drawn: [Int32] = []
    for place in chosen.indices {
      let step = place / design.batchSize
      if place % design.batchSize == 0 {
        drawn = (0..<(Self.others + Self.spare)).map {
          draws.draw(random.block(1 << 62 | UInt64(epoch) << 32 | UInt64(step), UInt64($0)))
        }
      }
      let known = known[users[place]]
      func isKnown(_ item: Int32) -> Bool {
        let found = known.partitioningIndex { $0 >= item }
        return found < known.count && known[found] == item
      }
      let first = place * (1 + Self.others)
      all[first] = chosen[place]
      // Where more are passed over than were drawn beside them, id 0, no item, fills the places.
      var next = first + 1
      for item in drawn where next < first + 1 + Self.others && !isKnown(item) {
        all[next] = item
        next += 1
      }
    }
    return try IdColumn(all, perExample: 1 + Self.others, vocabularySize: vocabularySize)
  }

  /// The same numbers as the network over all items holds them.
  func served(_ learned: Parameters, as plan: NetworkPlan) throws -> Parameters {
    let served = try Parameters(empty: plan)
    for (place, parameter) in plan.parameters.enumerated() {
      switch parameter.name {
      case "\(design.scores(0)).weight":
        let vectors = try learned.values(of: "embedding.\(Self.vectors)"), width = design.dimension
        let target = served.memory[place].base
        for item in 0..<vocabularySize {
          for input in 0..<width {
            target[parameter.offset(row: input, column: item)] = vectors[item * width + input]
          }
        }
      case "\(design.scores(0)).bias":
        let biases = try learned.values(of: "embedding.\(Self.biases)")
        try served.set(zip(biases, draws.logChances).map { $0 + $1 }, for: parameter.name)
      default:
        guard let source = learned.index(of: parameter.name) else {
          preconditionFailure("a parameter that is not learned")
        }
        served.memory[place].base.update(
          from: learned.memory[source].base, count: served.memory[place].count)
      }
    }
    return served
  }
}
