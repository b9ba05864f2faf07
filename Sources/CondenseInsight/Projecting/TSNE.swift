import CondenseCore

/// t-SNE: points in the plane whose neighbours are those of the rows they stand for.
///
/// Gradient descent on the Kullback-Leibler divergence between how much rows belong together (`Affinities`) and how
/// much their points do, `q = 1 / (1 + |yᵢ − yⱼ|²)` over the sum of all; early steps exaggerate the first, so that
/// clusters form. Distances between clusters, and the sizes of clusters, mean little.
///
/// The same bits for the same rows, start and options, on any number of threads.
///
/// Source: van der Maaten and Hinton 2008; exaggeration, start and rate as in Belkina et al. 2019, "Automated optimized
/// parameters for t-SNE", and Kobak and Berens 2019, "The art of using t-SNE for single-cell transcriptomics".
package struct TSNE: Sendable {
  /// Neighbours that count.
  package var perplexity = 30.0
  /// Steps with exaggeration, and after them.
  package var earlySteps = 250, steps = 500
  /// The factor of early affinities.
  package var exaggeration: Float = 12
  /// Below this angle, as side by distance, far points count as one.
  package var angle: Float = 0.5
  /// Threads of the descent.
  package var threads = Processors.available
  /// Asked after every step; true ends the descent.
  package var isCancelled: @Sendable () -> Bool = { false }

  /// The defaults.
  package init() {}

  /// Points for some rows.
  ///
  /// - Parameters:
  ///   - affinities: of the rows.
  ///   - start: `x` of all points, then `y` of all: the first two principal components, say. Only their shape counts.
  /// - Returns: points in the same order, and the divergence.
  /// - Throws: `CondenseError` of kind `machine` when memory is short.
  package func points(
    _ affinities: Affinities, start: [Float]
  ) throws(CondenseError) -> (points: [Float], divergence: Double) {
    let descent = try TSNEDescent(affinities, start: start, angle: angle)
    descent.run(early: earlySteps, exaggeration, then: steps, threads: threads, isCancelled: isCancelled)
    return (Array(descent.points.elements), descent.divergence(threads: threads))
  }
}
