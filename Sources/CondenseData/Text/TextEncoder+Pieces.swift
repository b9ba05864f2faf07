import CondenseCore

extension TextEncoder {
  /// The pieces of a text that its bag is made of, and where each of its words stands in the bytes of its UTF-8.
  package func pieces(of text: String) -> (pieces: [BagPiece], words: [Range<Int>]) {
    var tokenizer = Tokenizer()
    tokenizer.keepsPlaces = true
    var text = text
    text.withUTF8 { tokenizer.read($0) }
    let tokens = (0..<tokenizer.count).map { String(decoding: tokenizer.token($0), as: UTF8.self) }
    var pieces: [BagPiece] = []
    var hashes: [UInt64] = []
    func add(_ hash: UInt64, _ words: Range<Int>, _ text: @autoclosure () -> String) {
      if let id = id(ofHash: hash) { pieces.append(BagPiece(id: id, text: text(), words: words)) }
    }
    for index in tokens.indices {
      let word = tokenizer.token(index)
      pieces.append(
        BagPiece(id: vocabulary.id(ofWord: word), text: tokens[index], words: index..<index + 1))
      hashes.append(NGramHash.word(word))
      guard buckets > 0, !options.characterOrders.isEmpty else { continue }
      let marked = Array("<\(tokens[index])>".utf8)
      NGramHash.characters(word, orders: options.characterOrders) { hash, bytes in
        add(hash, index..<index + 1, String(decoding: marked[bytes], as: UTF8.self))
      }
    }
    if buckets > 0, options.wordOrder > 1 {
      NGramHash.neighbours(hashes, order: options.wordOrder) { hash, words in
        add(hash, words, tokens[words].joined(separator: " "))
      }
    }
    return (pieces, tokenizer.places)
  }
}
