/// A piece of a cell that has an id in the cell's bag: a word, some words in a row, some characters of a word, or a
/// value of a list. Several pieces may have one id.
package struct BagPiece: Sendable, Equatable {
  /// Its id; 0 for what has no row of its own.
  package var id: Int32
  /// As the encoder sees it: `not good`, `<goo` for the start of a word.
  package var text: String
  /// The words of the cell that it covers.
  package var words: Range<Int>
}
