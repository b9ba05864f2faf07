import Condense
import CondenseInsight

/// How a map was asked for, checked before any work: what is laid out how, and which file it becomes.
struct MapForm {
  enum Kind: String, CaseIterable {
    case page = "html"
    case drawing = "svg"
    case projector = "tsv"
  }

  let model: String
  let kind: Kind
  let file: OutputFile
  /// For the projector, the file of what is known of each row, and the configuration.
  private let besides: [OutputFile]
  let about: String?
  let against: (x: String, y: String)?
  let mapper: Mapper

  init(_ arguments: Arguments) throws {
    model = arguments.requiredOperand("MODEL")
    about = arguments.text("about")
    let output = arguments.text("output") ?? OutputFile.defaultPath(for: model, extension: "map.html")
    let kind: Kind = try OutputFile.kind(
      of: output,
      expecting: ".html (a page), .svg (a drawing) or .tsv (files for the TensorBoard projector)")
    self.kind = kind
    let positions = arguments.list("against")
    guard positions.isEmpty || positions.count == 2 else {
      throw CondenseError(
        .usage, "--against takes two columns, of positions across and up, not \(positions.count)")
    }
    guard positions.isEmpty || about != nil else {
      throw CondenseError(.usage, "--against names columns of the table of --about; give --about FILE too")
    }
    against = positions.isEmpty ? nil : (positions[0], positions[1])
    let inputs = ([model, arguments.operand("COLUMN|LAYER"), arguments.operand("DATA"), about]).compactMap(
      \.self)
    let force = arguments.flag("force")
    func file(_ path: String) throws -> OutputFile {
      try OutputFile(path, force: force, inputs: inputs) {
        kind == .projector ? Self.isProjector($0, beside: output) : PageFile.isOurs($0)
      }
    }
    self.file = try file(output)
    besides =
      kind == .projector
      ? [try file(Self.metadata(output)), try file(Self.configuration(output))] : []
    var mapper = Mapper()
    mapper.perplexity = arguments.number("perplexity") ?? mapper.perplexity
    mapper.groups = arguments.whole("groups") ?? mapper.groups
    mapper.seed = UInt64(arguments.whole("seed") ?? 1)
    mapper.threads = arguments.whole("threads") ?? mapper.threads
    self.mapper = mapper
  }

  /// - Parameter what: what `--about` is about.
  func refuseAbout(_ what: String) throws {
    guard about == nil else { throw CondenseError(.usage, "--about FILE says what is known of \(what)") }
  }

  /// Does the work of a map, until it is stopped.
  func mapped<Result>(_ work: (Mapper) throws -> Result) throws -> Result {
    try StopSignal.watching { isReceived in
      var mapper = mapper
      mapper.isCancelled = isReceived
      return try work(mapper)
    }
  }

  /// Writes the file, and says what it shows.
  func write(
    _ map: PointMap, numbers: [Float], leading: [MapAspect], aspects: [MapAspect], overlay: MapOverlay?,
    _ invocation: inout Invocation
  ) throws {
    let progress = invocation.progress
    switch kind {
    case .page:
      try PageFile.write(
        MapPage.html(map, leading: leading, aspects: aspects, overlay: overlay), toFile: file.path)
    case .drawing: try PageFile.write(MapDrawing.svg(map, by: leading.first), toFile: file.path)
    case .projector:
      let files = ProjectorFiles(
        map, numbers: numbers, aspects: leading + aspects, file: Self.name(file.path),
        metadataFile: Self.name(besides[0].path))
      // The configuration last: it names the others.
      try PageFile.write(files.vectors, toFile: file.path)
      try PageFile.write(files.metadata, toFile: besides[0].path)
      try PageFile.write(files.config, toFile: besides[1].path)
    }
    for line in Paragraph.lines(MapPage.notes(map, overlay), width: 110) { progress.remark(line) }
    // A thousand shuffles for nobody to read.
    for aspect in progress.isQuiet ? [] : leading + aspects {
      guard let agreement = aspect.agreement(on: map) else { continue }
      progress.remark(MapPage.sentence(agreement, on: aspect))
    }
    for file in [file] + besides { invocation.output.line(file.shown) }
  }

  // MARK: files of the projector

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

  private static func metadata(_ path: String) -> String { "\(path.dropLast(4)).metadata.tsv" }

  private static func configuration(_ path: String) -> String {
    path.lastIndex(of: "/").map { "\(path[...$0])\(ProjectorFiles.configuration)" }
      ?? ProjectorFiles.configuration
  }

  /// Whether a file is named by a configuration of ours, or is one.
  private static func isProjector(_ path: String, beside output: String) -> Bool {
    guard let bytes = try? WholeFile.read(configuration(output)) else { return false }
    let config = String(decoding: bytes, as: UTF8.self)
    return config.hasPrefix("# condense\n")
      && (OutputFile.isSame(path, configuration(output)) || config.contains("\"\(name(path))\""))
  }
}
