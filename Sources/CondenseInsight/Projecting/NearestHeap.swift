/// The ids of the least of many distances: a heap with the largest of those kept on top.
struct NearestHeap {
  private let capacity: Int
  private var distances: [Float] = []
  /// The ids kept, in no order.
  private(set) var ids: [Int32] = []
  /// What a distance has to be below to be kept.
  private(set) var largest: Float

  init(capacity: Int) {
    self.capacity = capacity
    largest = capacity > 0 ? .infinity : -.infinity
    distances.reserveCapacity(capacity)
    ids.reserveCapacity(capacity)
  }

  /// What is kept, the least first; among equals the first row.
  var sorted: [(distance: Float, id: Int32)] {
    zip(distances, ids).map { (distance: $0, id: $1) }
      .sorted { $0.distance != $1.distance ? $0.distance < $1.distance : $0.id < $1.id }
  }

  /// Keeps a distance below `largest`, and lets go of that.
  mutating func insert(_ distance: Float, _ id: Int32) {
    if ids.count < capacity {
      distances.append(distance)
      ids.append(id)
      var place = ids.count - 1
      while place > 0, distances[(place - 1) / 2] < distances[place] {
        distances.swapAt(place, (place - 1) / 2)
        ids.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
    } else {
      var place = 0
      while true {
        var child = 2 * place + 1
        guard child < capacity else { break }
        if child + 1 < capacity, distances[child + 1] > distances[child] { child += 1 }
        guard distances[child] > distance else { break }
        distances[place] = distances[child]
        ids[place] = ids[child]
        place = child
      }
      distances[place] = distance
      ids[place] = id
    }
    if ids.count == capacity { largest = distances[0] }
  }
}
