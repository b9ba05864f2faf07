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
  /// Whether a step looks at some of the items (`RankingSample`) or at all of them.
  var isSampled = false
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

  /// Examples of an epoch that bring their own candidates, at most: they take memory.
  static let mostSampled = 1 << 16

  /// Without `isSampled`: the numbers are used the same way, however they were learned.
  private enum CodingKeys: String, CodingKey {
    case isOrdered, members, dimension, dropout, longestHistory, lastItems, batchSize, epochs, patience, rate
  }

  /// The defaults for a number of items and of pairs to learn from; `docs/decisions/recommending.md` has the
  /// figures.
  ///
  /// - Parameter mostForAll: with more items a step looks at some of them, and one network alone takes its time.
  init(isOrdered: Bool, items: Int, pairs: Int, mostForAll: Int) {
    self.isOrdered = isOrdered
    isSampled = items > mostForAll
    members = isOrdered || isSampled ? 1 : 3
    (dimension, dropout, rate) = (128, 0.3, isOrdered || isSampled ? 2e-3 : 3e-3)
    (longestHistory, lastItems) = isOrdered ? (50, 3) : (1000, 0)
    if isSampled {
      // An epoch has so many examples at most; larger data take more of them.
      let passes = pairs / Self.mostSampled
      (batchSize, epochs, patience) = (256, min(16, max(8, 8 * passes)), 3)
    } else {
      (batchSize, epochs, patience) = isOrdered ? (256, 6, 2) : (64, 40, 10)
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

  /// The network over all items.
  ///
  /// - Parameters:
  ///   - table: the name of the items' embedding.
  ///   - items: their vocabulary's size.
  func network(table: String, items: Int) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let answers = tastes(in: &n, table: table, items: items).enumerated().map { member, taste in
        n.dense(taste, units: items, name: scores(member))
      }
      n.output(
        answers, loss: isOrdered ? .softmaxCrossEntropy : .binaryCrossEntropy, weight: 1 / Float(members))
      if members > 1 { n.predict(n.average(answers, name: "mean")) }
    }
  }

  /// What turns a history into a taste of `dimension` numbers, for each member.
  func tastes(in n: inout NetworkBuilder, table: String, items: Int) -> [NetworkValue] {
    let history = n.bag(Self.history, vocabularySize: items)
    let last = (0..<lastItems).map { n.id(Self.last($0 + 1), vocabularySize: items) }
    return (0..<members).map { member in
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
      return n.dropout(sum, rate: dropout, name: "taste\(suffix)")
    }
  }
}
