import CondenseData
import CondenseNetworks

/// How the pixels of images enter a network: moved about while it trains (`docs/decisions/images.md`).
enum ImageInput {
  /// Pixels that an image moves at most, and the least side of images that are moved.
  private static let reach = 1, leastSide = 8

  static func value(_ feature: Feature, _ image: ImageShape, in n: inout NetworkBuilder) -> NetworkValue {
    let pixels = n.numbers(feature.name, width: image.height * image.width)
    guard min(image.height, image.width) >= leastSide else { return pixels }
    return n.shifted(
      pixels, height: image.height, width: image.width, reach: reach, background: image.background)
  }
}
