import CondenseCore
import CondenseData
import CondenseNetworks

/// The network that foretells a user's rating of an item.
///
///     rating = b + bias[user] + bias[item] + dropout(user + mean of history) · item
///
/// with `item` the item's vector plus those of its features, and `user` likewise; the biases of features are added
/// too. Vectors are drawn to zero as often as they are read (matrix factorisation with implicit feedback and
/// features: Koren 2008, "SVD++"; Chen et al. 2012, "SVDFeature").
struct RatingDesign: Codable, Sendable, Equatable {
  /// Numbers of a vector.
  var dimension = 16
  /// Dropout of the user's vector.
  var dropout: Float = 0.5
  /// How strongly vectors and biases are drawn to zero.
  var vectorPenalty: Float = 0.2
  var biasPenalty: Float = 0.06
  /// The most items of a history that one example reads.
  var longestHistory = 50
  var batchSize: Int
  var epochs = 10
  var patience = 2
  var rate = 3e-3

  /// The defaults for a number of rated pairs.
  init(pairs: Int) { batchSize = min(512, max(16, pairs / 64)) }

  static let user = "user", item = "item", history = "history"

  /// - Parameter features: what is known of items, then of users, each with whether it is an item's.
  func network(users: Int, items: Int, features: [(feature: Feature, isItem: Bool)]) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let user = n.id(Self.user, vocabularySize: users), item = n.id(Self.item, vocabularySize: items)
      let history = n.bag(Self.history, vocabularySize: items)
      // The embeddings of what follows: vectors, and numbers that are added to the rating.
      func table(_ name: String, isBias: Bool) -> (
        dimension: Int, table: String, bound: Float, penalty: Float
      ) {
        isBias
          ? (1, "rating.bias.\(name)", 0, biasPenalty)
          : (dimension, "rating.vector.\(name)", 0.05, vectorPenalty)
      }
      func embedded(_ input: IdInput, _ name: String, isBias: Bool) -> NetworkValue {
        let t = table(name, isBias: isBias)
        return n.embedding(
          input, dimension: t.dimension, table: t.table, initialBound: t.bound, penalty: t.penalty,
          name: "\(isBias ? "bias" : "vector").\(name)")
      }
      func embedded(_ input: BagInput, _ name: String, isBias: Bool) -> NetworkValue {
        let t = table(name, isBias: isBias)
        return n.embedding(
          input, dimension: t.dimension, table: t.table, initialBound: t.bound, penalty: t.penalty,
          name: "\(isBias ? "bias" : "vector").\(name)")
      }
      var ofUser = [
        embedded(user, Self.user, isBias: false), embedded(history, Self.history, isBias: false),
      ]
      var ofItem = [embedded(item, Self.item, isBias: false)]
      var sums = [embedded(user, Self.user, isBias: true), embedded(item, Self.item, isBias: true)]
      for (feature, isItem) in features {
        let name = feature.name, part: NetworkValue
        switch feature.shape {
        case .ids(let size):
          let input = n.id(name, vocabularySize: size)
          part = embedded(input, name, isBias: false)
          sums.append(embedded(input, name, isBias: true))
        case .bag(let size):
          let input = n.bag(name, vocabularySize: size)
          part = embedded(input, name, isBias: false)
          sums.append(embedded(input, name, isBias: true))
        case .numbers(let width):
          let input = n.numbers(name, width: width)
          part = n.dense(input, units: dimension, bias: false, name: "vector.\(name)")
          sums.append(n.dense(input, units: 1, bias: false, name: "bias.\(name)"))
        }
        if isItem { ofItem.append(part) } else { ofUser.append(part) }
      }
      let wholeUser = n.dropout(n.add(ofUser, name: "whole.user"), rate: dropout)
      let wholeItem = ofItem.count == 1 ? ofItem[0] : n.add(ofItem, name: "whole.item")
      n.output(n.add([n.dot(wholeUser, wholeItem)] + sums, name: "rating"), loss: .squaredError)
    }
  }
}
