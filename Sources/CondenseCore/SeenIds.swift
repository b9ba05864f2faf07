/// Which ids of a list have come before, list after list: a hash table so small that it stays in the first cache, whose
/// entries of earlier lists are void.
package struct SeenIds {
  private var slots: [(id: Int32, list: Int32)] = []
  private var list: Int32 = 0
  private var mask = 0

  package init() {}

  /// Starts a list of at most so many ids.
  package mutating func begin(atMost count: Int) {
    if 2 * count > slots.count || list == .max {
      var size = 1024
      while size < 2 * count { size *= 2 }
      slots = [(id: Int32, list: Int32)](repeating: (0, 0), count: max(size, slots.count))
      mask = slots.count - 1
      list = 0
    }
    list += 1
  }

  /// Whether an id comes for the first time in the list.
  @inline(__always)
  package mutating func insert(_ id: Int32) -> Bool {
    // Multiplied by a large odd number, neighbouring ids are spread.
    var place = Int(truncatingIfNeeded: UInt32(bitPattern: id) &* 0x9E37_79B1 &>> 7) & mask
    while slots[place].list == list {
      if slots[place].id == id { return false }
      place = (place + 1) & mask
    }
    slots[place] = (id, list)
    return true
  }
}
