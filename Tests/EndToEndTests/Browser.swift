import Foundation
import Testing

/// Chromium without a window, where it is installed.
struct Browser {
  private static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Whether there is one; tests that open pages are enabled by it.
  static let isInstalled = Self.path != nil

  private let path: String
  private let box: Sandbox
  private var folder: URL { box.folder }

  /// - Parameter box: where its pages are, and where it keeps its profile and pictures.
  init(in box: Sandbox) throws {
    path = try #require(Self.path, "there is no Chromium")
    self.box = box
  }

  /// What a page has become after two seconds of its time.
  ///
  /// - Parameters:
  ///   - script: what a reader does, as a program that is put at the end of the page.
  ///   - fragment: what follows `#` in its address.
  func open(
    _ page: String, doing script: String = "", at fragment: String = "", width: Int = 800
  ) throws -> String {
    try run(page, script, fragment, width, ["--dump-dom"])
  }

  /// Bytes of a picture of it; a blank one takes some 3,000.
  func picture(
    _ page: String, doing script: String = "", at fragment: String = "", width: Int = 800
  ) throws -> Int {
    let picture = folder.appending(path: "picture.png")
    _ = try run(page, script, fragment, width, ["--screenshot=\(picture.path)"])
    return try Data(contentsOf: picture).count
  }

  private func run(
    _ page: String, _ script: String, _ fragment: String, _ width: Int, _ flags: [String]
  ) throws -> String {
    let file = folder.appending(path: "opened.html")
    let text = try String(contentsOf: folder.appending(path: page), encoding: .utf8)
    try text.replacing("</body>", with: "<script>\(script)</script></body>").write(
      to: file, atomically: true, encoding: .utf8)
    let process = Process(), output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000",
        "--window-size=\(width),600", "--user-data-dir=\(folder.appending(path: "profile").path)",
      ] + flags + [file.absoluteString + (fragment.isEmpty ? "" : "#\(fragment)")]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
