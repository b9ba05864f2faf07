/// The lists of a `NodePlace` that layers read while they run, as addresses.
package struct PlaceTable {
  let inputs: UnsafePointer<Int>
  /// Numbers of one example of each input that is a value, otherwise 0.
  let inputSizes: UnsafePointer<Int>
  /// 1 where a gradient is started.
  let started: UnsafePointer<Int>
  let parameters: UnsafePointer<Int>
  let slots: UnsafePointer<Int>
  let inputCount: Int
}

/// Node places at addresses that do not move.
package final class NodePlaces: Sendable {
  let places: FixedList<NodePlace>
  let tables: FixedList<PlaceTable>
  /// What the tables point to.
  private let numbers: FixedList<Int>

  package init(_ all: [NodePlace]) {
    places = FixedList(all)
    var lists: [[Int]] = []
    for place in all {
      let sizes = place.inputShapes.map { if case .value(let shape) = $0 { shape.size } else { 0 } }
      lists += [
        place.inputs, sizes, place.gradientIsStarted.map { $0 ? 1 : 0 }, place.parameters, place.slots,
      ]
    }
    numbers = FixedList(lists.flatMap(\.self))
    var next = UnsafePointer(numbers.base)
    let starts = lists.map { list in
      defer { next += list.count }
      return next
    }
    tables = FixedList(
      all.indices.map { place in
        let lists = starts[place * 5..<place * 5 + 5].map(\.self)
        return PlaceTable(
          inputs: lists[0], inputSizes: lists[1], started: lists[2], parameters: lists[3], slots: lists[4],
          inputCount: all[place].inputs.count)
      })
  }
}
