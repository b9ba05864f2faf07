import CondenseData

/// The parameters of one column, each way it could enter the network; nil where it could not.
///
/// With `n` values, `d` numbers of a vector, `o` by which a value speaks to the outputs directly and `u` units of the
/// first dense layer: embedding `n·(d + o) + d·u`, one-hot `n·u`, hashed into `b` rows `b·(d + o) + d·u`, and `w·u`
/// for `w` numbers straight into the layer.
public struct LayerCosts: Sendable, Equatable, Encodable {
  /// As decided.
  public var chosen = 0
  /// A learned vector for each value.
  public var embedding: Int?
  /// A number for each value.
  public var oneHot: Int?
  /// A learned vector for the values of each bucket, where they are many.
  public var hashed: Int?
  /// Numbers straight into the dense layer.
  public var dense: Int?

  /// Fewer values than this are not worth hashing.
  static let fewestHashed = 1024

  /// Nothing.
  init() {}

  /// A category of `size` ids.
  ///
  /// - Parameters:
  ///   - direct: numbers by which a value speaks to the outputs.
  ///   - isShared: the vectors are counted with another column.
  init(ids size: Int, units: Int, direct: Int = 0, isShared: Bool = false, dimension: (Int) -> Int) {
    let d = dimension(size)
    embedding = (isShared ? 0 : size * d) + size * direct + d * units
    oneHot = size * units
    guard size >= Self.fewestHashed else { return }
    let buckets = CategoryEncoder.buckets(forVocabulary: size)
    let h = dimension(buckets)
    hashed = buckets * (h + direct) + h * units
  }

  /// The sum, nil where one of them could not enter so.
  static func + (a: LayerCosts, b: LayerCosts) -> LayerCosts {
    func sum(_ a: Int?, _ b: Int?) -> Int? { if let a, let b { a + b } else { nil } }
    var costs = LayerCosts()
    costs.chosen = a.chosen + b.chosen
    costs.embedding = sum(a.embedding, b.embedding)
    costs.oneHot = sum(a.oneHot, b.oneHot)
    costs.hashed = sum(a.hashed, b.hashed)
    costs.dense = sum(a.dense, b.dense)
    return costs
  }

  private enum CodingKeys: String, CodingKey {
    case chosen, embedding, hashed, dense
    case oneHot = "one_hot"
  }
}
