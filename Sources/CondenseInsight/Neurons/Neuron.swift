/// One number of a layer's answer: what it reads, when it fires, what it is good for.
public struct Neuron: Sendable, Encodable {
  /// Something that it reads, by name, and how strongly: a value of a column by its vector's part beyond the mean one, a
  /// number by its weight, a neuron of the layer before.
  public struct Input: Sendable, Encodable {
    /// `dest = ORD`, `distance`, `dense1 7`.
    public let name: String
    /// What one more of it adds to the sum.
    public let weight: Float
  }

  /// A row that it answers to strongly or weakly.
  public struct Row: Sendable, Encodable {
    /// Its place in the table, from 1.
    public let row: Int
    /// The answer.
    public let activation: Float
  }

  /// What it tells apart.
  public struct Meaning: Sendable, Encodable {
    /// The class; of a target that is a number, the target.
    public let name: String
    /// The area under the ROC curve of the neuron for that class, below 0.5 where it is silent for it; for a number the
    /// rank correlation (Spearman).
    public let score: Double
  }

  /// Its place in the layer, from 1.
  public let number: Int
  /// The share of rows to which it answers with more than 0.
  public let firing: Double
  /// The mean answer.
  public let mean: Double
  /// The standard deviation of the answers.
  public let deviation: Double
  /// The least and the largest answer.
  public let range: [Float]
  /// Rows in each of `LayerNeurons.bins` equal parts of the range.
  public let histogram: [Int]
  /// The five rows to which it answers most, the most first.
  public let strongest: [Row]
  /// The five rows to which it answers least, the least first.
  public let weakest: [Row]
  /// What raises it most, and what lowers it most; empty for the pixels of images.
  public let inputs: [Input]
  /// For a layer over the pixels of an image, its weight for each.
  public let pixelWeights: [Float]?
  /// The class that it tells apart best; nil where targets are not known or it tells none.
  public let meaning: Meaning?
  /// How much the mean loss grows when it is silenced; below 0 where the model does better without it. Nil where targets
  /// are not known.
  public let lossWithout: Double?

  private enum CodingKeys: String, CodingKey {
    case number, firing, mean, deviation, range, histogram, strongest, weakest, inputs, meaning
    case pixelWeights = "pixel_weights"
    case lossWithout = "loss_without"
  }

  /// Whether it answers the same to all rows.
  public var isDead: Bool { range[0] == range[1] }
}
