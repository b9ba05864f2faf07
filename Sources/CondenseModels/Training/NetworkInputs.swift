import CondenseCore
import CondenseData
import CondenseNetworks

/// The features of a table at the entrance of a network.
struct NetworkInputs {
  /// Ids of which a dense layer reads and updates only the rows of an example.
  private struct Sparse {
    enum Source {
      case id(IdInput)
      case bag(BagInput)
    }
    let name: String
    let size: Int
    let source: Source
  }

  /// Numbers that stand side by side.
  private var joined: [NetworkValue] = []
  private var sparse: [Sparse] = []
  /// What speaks to the outputs without any layer between.
  private(set) var direct: [NetworkValue] = []
  private let all: NetworkValue?

  /// - Parameter outputs: classes, or 1 for a number.
  init(_ features: [Feature], _ design: NetworkDesign, outputs: Int, in n: inout NetworkBuilder) {
    let taken = Set(features.map(\.name))
    n.reserved = taken
    func free(_ name: String) -> String { taken.contains(name) ? free(name + "_") : name }
    for feature in features {
      switch feature.shape {
      case .ids(let size):
        let id = n.id(feature.name, vocabularySize: size)
        switch feature.layer {
        case .oneHot?: joined.append(n.oneHot(id))
        case .code?: joined.append(n.code(id))
        case .sparseOneHot?: sparse.append(Sparse(name: feature.name, size: size, source: .id(id)))
        default:
          joined.append(
            n.embedding(
              id, dimension: design.dimension(vocabularySize: size),
              table: feature.sharesEmbeddingOf ?? feature.name,
              initialBound: feature.crossed == nil ? nil : NetworkDesign.silentBound))
        }
        let numbers = design.directNumbers(outputs: outputs)
        guard numbers > 0, feature.layer == nil else { continue }
        let name = free(feature.name + ".direct")
        direct.append(
          n.embedding(
            id, dimension: numbers, table: name, initialBound: NetworkDesign.silentBound, name: name))
      case .bag(let size):
        let bag = n.bag(feature.name, vocabularySize: size)
        switch feature.layer {
        case .oneHot?: joined.append(n.oneHot(bag))
        case .sparseOneHot?, .tfidf?:
          sparse.append(Sparse(name: feature.name, size: size, source: .bag(bag)))
        case nil where feature.isText:
          direct.append(
            n.embedding(
              bag, dimension: outputs, pooling: .sum, table: feature.name,
              initialBound: NetworkDesign.silentBound))
        default:
          joined.append(
            n.embedding(
              bag, dimension: design.bagDimension(vocabularySize: size), pooling: design.pooling,
              table: feature.name))
          // What the values of a list do adds up.
          let numbers = design.directNumbers(outputs: outputs)
          guard numbers > 0, feature.layer == nil else { continue }
          let name = free(feature.name + ".direct")
          direct.append(
            n.embedding(
              bag, dimension: numbers, pooling: .sum, table: name, initialBound: NetworkDesign.silentBound,
              name: name))
        }
      case .numbers(let width):
        if let image = feature.image {
          joined.append(ImageInput.value(feature, image, in: &n))
        } else {
          joined.append(n.numbers(feature.name, width: width))
        }
      }
    }
    all = joined.isEmpty ? nil : n.concatenate(joined, name: "joined")
  }

  /// Whether dense layers have nothing to read.
  var isDirectOnly: Bool { joined.isEmpty && sparse.isEmpty }

  /// The first layer over all that does not speak directly.
  ///
  /// Of ids that are sparse, it adds up the rows of an example; such a layer is a sum of parts, each with a name.
  /// - Parameters:
  ///   - name: that of a dense layer; nil for the next in line.
  ///   - member: what follows the names of parts.
  func layer(
    units: Int, activation: Activation, name: String?, member: String, in n: inout NetworkBuilder
  ) -> NetworkValue {
    guard !sparse.isEmpty else {
      guard let all else { preconditionFailure("a dense layer over nothing") }
      return n.dense(all, units: units, activation: activation, name: name)
    }
    // As a dense layer over all of them would start.
    let inputs = Float(sparse.reduce(0) { $0 + $1.size })
    let bound = (6 / (activation == .linear ? inputs + Float(units) : inputs)).squareRoot()
    var parts = all.map { [n.dense($0, units: units)] } ?? []
    for input in sparse {
      let table = "\(input.name).dense\(member)"
      switch input.source {
      case .id(let id):
        parts.append(n.embedding(id, dimension: units, table: table, initialBound: bound, name: table))
      case .bag(let bag):
        parts.append(
          n.embedding(
            bag, dimension: units, pooling: .sum, table: table, initialBound: bound, name: table))
      }
    }
    return n.add(parts, activation: activation, name: name)
  }
}
