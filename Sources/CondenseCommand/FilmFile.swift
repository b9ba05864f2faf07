import Condense
import CondenseInsight
import Synchronization

/// The page of `train --film`: checked before any work, kept while a model is trained, and written beside it.
final class FilmFile: Sendable {
  static let options = [
    Option(
      "film", .file, "FILE.html", in: .result,
      "A page: how the values of an embedding wander from noise to a map, with the loss."),
    Option(
      "film-column", .text, "COL", in: .result, excludes: ["recommend"],
      "Whose embedding is filmed. Default: that of the most values."),
  ]

  private let file: OutputFile
  private let column: String?
  private let recorded = Mutex<TrainingFilm?>(nil)

  /// - Returns: nil where none is asked for.
  /// - Throws: `CondenseError` where the file cannot become a page.
  init?(_ arguments: Arguments, beside model: OutputFile, inputs: [String]) throws {
    column = arguments.text("film-column")
    guard let path = arguments.text("film") else {
      guard let column else { return nil }
      throw CondenseError(
        .usage, "--film-column \(column) says what --film FILE.html shows; give that flag too")
    }
    guard path.lowercased().hasSuffix(".html") else {
      throw CondenseError(.usage, "--film \(path): a film is a page; give a name that ends with .html")
    }
    guard path != model.path, !OutputFile.isSame(path, model.path) else {
      throw CondenseError(.usage, "--film \(path): the model is written there; give another name")
    }
    file = try OutputFile(
      path, flag: "--film", force: arguments.flag("force"), inputs: inputs, isOurs: PageFile.isOurs)
  }

  func attach(to options: inout TrainingOptions) {
    options.onFilm = keep
    options.filmedColumn = column
  }

  func attach(to options: inout RecommenderOptions) { options.onFilm = keep }

  @Sendable private func keep(_ film: TrainingFilm) { recorded.withLock { $0 = film } }

  /// Writes the page.
  ///
  /// - Returns: its path as a result names it.
  func write() throws -> String? {
    guard let film = recorded.withLock({ $0 }) else { return nil }
    try PageFile.write(FilmPage.html(Film(film)), toFile: file.path)
    return file.shown
  }
}
