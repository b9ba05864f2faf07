/// One of several drawings side by side.
package struct Panel: Sendable {
  package let drawing: SVG
  /// What it shows, for those who do not see it.
  package let label: String
  package let title: String
  package let caption: String

  package init(drawing: SVG, label: String, title: String, caption: String) {
    (self.drawing, self.label, self.title, self.caption) = (drawing, label, title, caption)
  }
}
