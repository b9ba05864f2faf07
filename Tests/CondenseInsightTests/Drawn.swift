import CondenseInsight
import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page or drawing as a strict parser reads it back.
final class Drawn: NSObject, XMLParserDelegate {
  /// A text and the box it takes, as narrow as common fonts set it.
  struct Text {
    var text: String
    let x: Double
    let y: Double
    let size: Double
    let anchor: String

    func overlaps(_ other: Text) -> Bool {
      // The estimate is that of the widest fonts; what stands on paper is narrower.
      func span(_ text: Text) -> (Double, Double) {
        let width = TextWidth.of(text.text, size: text.size) * 0.85
        let left =
          text.anchor == "end" ? text.x - width : text.anchor == "middle" ? text.x - width / 2 : text.x
        return (left, left + width)
      }
      let (a, b) = (span(self), span(other))
      return a.0 < b.1 && b.0 < a.1 && y - size * 0.75 < other.y + other.size * 0.2
        && other.y - other.size * 0.75 < y + size * 0.2
    }
  }

  /// A rectangle and the rules it is drawn by.
  struct Rectangle {
    let style: String
    let width: Double
  }

  private(set) var texts: [Text] = []
  private(set) var rectangles: [Rectangle] = []
  private(set) var elements: [String] = []
  /// Everything that is read, without the rules of style.
  private(set) var words = ""
  private var shifts = [(x: 0.0, y: 0.0)]
  private var open: [String] = []

  init(_ markup: String) throws {
    super.init()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw CocoaError(
        .propertyListReadCorrupt, userInfo: ["error": "\(String(describing: parser.parserError))"])
    }
  }

  /// Pairs of texts that lie over each other.
  var overlaps: [String] {
    texts.indices.flatMap { a in
      texts.indices.dropFirst(a + 1).filter { texts[a].overlaps(texts[$0]) }.map {
        "'\(texts[a].text)' and '\(texts[$0].text)'"
      }
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    func number(_ key: String) -> Double { attributes[key].flatMap(Double.init) ?? 0 }
    elements.append(name)
    open.append(name)
    var shift = shifts.last ?? (0, 0)
    if name == "g", let place = attributes["transform"] {
      let parts = place.dropFirst("translate(".count).dropLast().split(separator: " ").compactMap {
        Double($0)
      }
      if parts.count == 2 { shift = (shift.x + parts[0], shift.y + parts[1]) }
    }
    shifts.append(shift)
    if name == "text" {
      texts.append(
        Text(
          text: "", x: number("x") + shift.x, y: number("y") + shift.y, size: number("font-size"),
          anchor: attributes["text-anchor"] ?? "start"))
    }
    if name == "rect" {
      rectangles.append(Rectangle(style: attributes["class"] ?? "", width: number("width")))
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
    shifts.removeLast()
    words += " "
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if open.last != "style" { words += string }
    if open.last == "text" { texts[texts.count - 1].text += string }
  }
}
