import CondenseCore
import CondenseData
import CondenseNetworks

/// The network that ranks items for a user from the items that the user chose before.
///
///     taste = Σ item[i] / √n  (+ last1[a] + last2[b] + last3[c])      scores = dropout(taste) · W + b
///
/// An embedding first, then one dense layer with a unit for every item. A user is nothing but a history, so that
/// somebody new can be answered from a list; an empty history leaves `b`, which starts at popularity.
///
/// Rows without order: an example is a user; most of the items foretell all of them, each item chosen or not
/// (a denoising autoencoder with logistic loss: Liang et al. 2018, arXiv:1802.05814). Rows in order: an example
/// is a choice, foretold by softmax from the fifty before it and, by tables of their own, the last three (as in
/// Rendle et al. 2010, FPMC).
struct RankingDesign: Codable, Sendable, Equatable {
  /// Whether rows have an order.
  var isOrdered: Bool
  /// Networks side by side that learn each by itself; their mean ranks.
  var members = 1
  /// Numbers of an item's vector.
  var dimension: Int
  /// Dropout of the taste.
  var dropout: Float
  /// The most items of a history.
  var longestHistory: Int
  /// How many of the last items have a table of their own.
  var lastItems: Int
  var batchSize: Int
  var epochs: Int
  var patience: Int
  var rate: Double

  /// With more items than this one network alone takes its time.
  private static let mostForMembers = 20_000

  /// The defaults; `docs/decisions/recommending.md` has the figures.
  init(isOrdered: Bool, items: Int) {
    self.isOrdered = isOrdered
    members = isOrdered || items > Self.mostForMembers ? 1 : 3
    if isOrdered {
      (dimension, dropout, longestHistory, lastItems) = (128, 0.3, 50, 3)
      (batchSize, epochs, patience, rate) = (256, 6, 2, 2e-3)
    } else {
      (dimension, dropout, longestHistory, lastItems) = (128, 0.3, 1000, 0)
      (batchSize, epochs, patience, rate) = (64, 40, 10, 3e-3)
    }
  }

  /// Whether a network can be made of it; what a file says may be anything.
  var isSound: Bool {
    1...64 ~= members && dimension > 0 && longestHistory > 0 && 0...64 ~= lastItems
      && (isOrdered || lastItems == 0)
  }

  static let history = "history"
  /// The name of a member's dense layer.
  func scores(_ member: Int) -> String { members > 1 ? "scores\(member + 1)" : "scores" }
  static func last(_ place: Int) -> String { "last\(place)" }

  /// - Parameters:
  ///   - table: the name of the items' embedding.
  ///   - items: their vocabulary's size.
  func network(table: String, items: Int) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let history = n.bag(Self.history, vocabularySize: items)
      let last = (0..<lastItems).map { n.id(Self.last($0 + 1), vocabularySize: items) }
      let answers = (0..<members).map { member in
        let suffix = members > 1 ? "\(member + 1)" : ""
        var parts = [
          n.embedding(
            history, dimension: dimension, pooling: .sum, table: table + suffix,
            name: "history.embedding\(suffix)")
        ]
        for (place, input) in last.enumerated() {
          let name = Self.last(place + 1) + suffix
          parts.append(
            n.embedding(
              input, dimension: dimension, table: "\(table).\(name)", name: "\(name).embedding"))
        }
        let sum = parts.count == 1 ? parts[0] : n.add(parts, name: "sum\(suffix)")
        let taste = n.dropout(sum, rate: dropout, name: "taste\(suffix)")
        return n.dense(taste, units: items, name: scores(member))
      }
      for answer in answers {
        n.output(
          answer, loss: isOrdered ? .softmaxCrossEntropy : .binaryCrossEntropy, weight: 1 / Float(members))
      }
      if members > 1 { n.predict(n.average(answers, name: "mean")) }
    }
  }
}
