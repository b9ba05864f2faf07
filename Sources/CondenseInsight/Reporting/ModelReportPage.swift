/// A report on a model as a page.
public enum ModelReportPage {
  /// The page, one self-contained file without a script.
  public static func html(_ report: ModelReport) -> String {
    var page = HTMLPage(title: "Report on \(FigureText.name(report.name))")
    ReportWriter(report: report).write(to: &page)
    return page.text
  }
}
