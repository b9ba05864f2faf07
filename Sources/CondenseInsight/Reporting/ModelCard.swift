/// A report on a model in Markdown, to lie beside its file.
///
/// Source: Mitchell et al. 2019, "Model cards for model reporting", arXiv:1810.03993.
public enum ModelCard {
  /// The text; what only the makers know has its place in it.
  public static func markdown(_ report: ModelReport) -> String {
    var sheet = MarkdownSheet(title: "Model card: \(FigureText.name(report.name))")
    sheet.heading("Intended use")
    sheet.paragraph(
      "(For its makers to say: who made it, for whom and for what, and what it must not be used for.)")
    ReportWriter(report: report).write(to: &sheet)
    return sheet.text
  }
}
