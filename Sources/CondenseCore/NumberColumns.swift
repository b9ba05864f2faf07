/// Rows of `width` Float32 numbers for many examples.
public struct NumberColumns: Sendable {
  package let numbers: FloatMemory
  /// Numbers of one example.
  public let width: Int

  /// Examples.
  public var count: Int { numbers.count / width }

  /// - Parameter numbers: `examples × width` numbers, row by row.
  /// - Throws: `CondenseError` of kind `content` when the numbers do not make whole rows or one is not
  ///   finite.
  public init(_ numbers: [Float], width: Int) throws(CondenseError) {
    guard width > 0, numbers.count % width == 0 else {
      throw CondenseError(.content, "\(numbers.count) numbers do not make whole rows of \(width)")
    }
    if let place = numbers.firstIndex(where: { !$0.isFinite }) {
      throw CondenseError(
        .content, "row \(place / width + 1) holds \(numbers[place]), which is not a finite number")
    }
    self.numbers = try FloatMemory(copying: numbers)
    self.width = width
  }

  /// Some of the examples, in the same memory.
  package func part(_ examples: Range<Int>) -> NumberColumns {
    NumberColumns(numbers.part(examples.lowerBound * width..<examples.upperBound * width), width)
  }

  private init(_ numbers: FloatMemory, _ width: Int) {
    self.numbers = numbers
    self.width = width
  }
}
