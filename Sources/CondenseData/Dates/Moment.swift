/// A day and perhaps a time of it, as a cell tells it.
package struct Moment: Sendable, Equatable {
  /// Days since 1970-01-01.
  package let day: Int
  /// Seconds since midnight, −1 when the cell has no time.
  package let second: Int

  package init(day: Int, second: Int = -1) {
    self.day = day
    self.second = second
  }
}
