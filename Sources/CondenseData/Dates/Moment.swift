/// A day and perhaps a time of it, as a cell tells it.
package struct Moment: Sendable, Equatable {
  /// Days since 1970-01-01, where the clock stood.
  package let day: Int
  /// Seconds since midnight, −1 when the cell has no time.
  package let second: Int
  /// The fraction of the second, in billionths.
  package let nanosecond: Int
  /// How far the clock was ahead of UTC, in seconds; 0 where the cell says nothing.
  package let offset: Int

  package init(day: Int, second: Int = -1, nanosecond: Int = 0, offset: Int = 0) {
    self.day = day
    self.second = second
    self.nanosecond = nanosecond
    self.offset = offset
  }

  /// Seconds and billionths since 1970 in UTC: what puts moments in order.
  package var instant: (second: Int, nanosecond: Int) {
    (day * 86_400 + max(0, second) - offset, nanosecond)
  }
}
