/// The lines of a text that are not blank, one after another; ends of lines are left out.
struct TextLines: Sequence, IteratorProtocol {
  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var number = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  mutating func next() -> (number: Int, bytes: UnsafeBufferPointer<UInt8>)? {
    while position < text.count {
      let start = position
      var end = start
      while end < text.count, text[end] != 0x0a { end += 1 }
      position = end + 1
      number += 1
      if end > start, text[end - 1] == 0x0d { end -= 1 }
      let line = UnsafeBufferPointer(rebasing: text[start..<end])
      if line.contains(where: { $0 != 0x20 && $0 != 0x09 }) { return (number, line) }
    }
    return nil
  }
}
