import CondenseData

/// The health of embeddings as a table.
package enum EmbeddingTable {
  package static func figures(_ embeddings: [EmbeddingHealth]) -> FigureTable {
    let collides = embeddings.contains { $0.collidingShare != nil }
    var table = FigureTable(
      [
        "embedding", "rows", "numbers", "effective rank", "never read",
        "under \(EmbeddingHealth.fewUpdates) times",
        "length ~ count", "unknown",
      ] + (collides ? ["colliding"] : []), numeric: Set(1...8))
    func count(_ count: Int?) -> String { count.map(NumberText.grouped) ?? "–" }
    func share(_ share: Double?) -> String { share.map(NumberText.percent) ?? "–" }
    for embedding in embeddings {
      table.add(
        [
          embedding.name, NumberText.grouped(embedding.rows), String(embedding.dimension),
          embedding.effectiveRank.map { NumberText.fixed($0, 1) } ?? "–", count(embedding.neverRead),
          count(embedding.seldomRead),
          embedding.lengthCorrelation.map { NumberText.fixed($0, 2) } ?? "–", share(embedding.unknownShare),
        ] + (collides ? [share(embedding.collidingShare)] : []))
    }
    return table
  }
}
