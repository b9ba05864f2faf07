import Condense
import CondenseInsight

/// The health of embeddings as a table.
enum EmbeddingTable {
  /// The table under an empty line; nothing without embeddings.
  static func section(_ embeddings: [EmbeddingHealth]) -> String {
    embeddings.isEmpty ? "" : "\n" + text(embeddings)
  }

  private static func text(_ embeddings: [EmbeddingHealth]) -> String {
    let collides = embeddings.contains { $0.collidingShare != nil }
    var table = TextTable(
      [
        "embedding", "rows", "numbers", "effective rank", "never read",
        "under \(EmbeddingHealth.fewUpdates) times",
        "length ~ count", "unknown",
      ] + (collides ? ["colliding"] : []))
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
    return table.text
  }
}
