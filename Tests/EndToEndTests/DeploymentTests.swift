import Foundation
import Testing

/// The command where it is put to work: in a bare folder, and on few processors.
@Suite struct DeploymentTests {
  /// Whether this user may make a folder the root, and the libraries of a program can be listed.
  private static let canMakeARoot =
    geteuid() == 0 && (try? Sandbox().shell("chroot / true && command -v ldd"))?.code == 0

  /// The files that the command needs beside itself, as `ldd` lists them; nil where there is no such list.
  private func libraries() throws -> [String]? {
    let run = try Sandbox().shell("ldd \"$condense\"")
    guard run.code == 0 else { return nil }
    // `libz.so.1 => /lib/libz.so.1 (0x…)`, and the loader alone: `/lib64/ld-linux-x86-64.so.2 (0x…)`.
    let files = run.output.split(separator: "\n").compactMap { line in
      line.split { $0 == " " || $0 == "\t" }.first { $0.hasPrefix("/") }.map(String.init)
    }
    return files.isEmpty ? nil : files
  }

  /// No `/proc`, no `/tmp`, no `/dev`, no shell: the command, its libraries, and the data.
  @Test(
    .enabled(
      if: canMakeARoot, "only root can make a folder the root, with chroot, and ldd must be there"))
  func runsInABareFolder() throws {
    let box = try Sandbox(["data.csv": .text(Sample.texts), "root": .folder])
    let libraries = try #require(try libraries())
    for file in libraries + [Sandbox.binary] {
      let place = file == Sandbox.binary ? "condense" : String(file.dropFirst())
      let copied = try box.shell("install -D '\(file)' 'root/\(place)'")
      try #require(copied.code == 0, "\(copied.errors)")
    }
    _ = try box.shell("cp data.csv root")
    let outside = try box.run("train data.csv --predict label --quiet")
    try #require(outside.code == 0)
    func inside(_ line: String) throws -> Sandbox.Run { try box.shell("chroot root /condense \(line)") }
    let train = try inside("train data.csv --predict label --threads 2")
    #expect(train.code == 0, "\(train.errors)")
    #expect(try box.bytes("root/data.condense") == box.bytes("data.condense"))
    let predict = try inside("predict data.condense data.csv -o answers.csv")
    #expect(predict.code == 0 && predict.errors == "120 predictions in answers.csv\n", "\(predict.errors)")
    #expect(
      try box.text("root/answers.csv") == box.run("predict data.condense data.csv").output)
    let pipe = try box.shell("chroot root /condense predict data.condense - <data.csv")
    #expect(try pipe.code == 0 && pipe.output == box.text("root/answers.csv"))
    // Runs without threads end at once; what starts them late must not end the process.
    for _ in 0..<20 {
      #expect(try inside("--version").code == 0)
      #expect(try inside("doctor data.condense").code == 0)
    }
    let wrong = try inside("predict data.condense new.csv")
    #expect(wrong.errors == "condense: no file 'new.csv'\n" && wrong.code == 66)
  }

  /// The processors this process may run on: `0-2,5` in the kernel's words.
  private static let processors: [Int] = {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    guard let list = status.firstMatch(of: /Cpus_allowed_list:\s*(\S+)/)?.1 else { return [] }
    return list.split(separator: ",").flatMap { part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.first.map { Array($0...(ends.last ?? $0)) } ?? []
    }
  }()

  /// Whether a run can be held to some of several processors.
  private static let canChooseProcessors =
    processors.count > 1 && (try? Sandbox().shell("command -v taskset"))?.code == 0

  /// The most threads seen of a training run on some processors.
  private func threads(on processors: String) throws -> Int {
    let box = try Sandbox(["f.csv": .text(try PromiseTests.flights(5000))])
    let started = try box.start(
      under: ["taskset", "-c", processors],
      "train f.csv --predict late --epochs 100000 --learning-rate 0.00001")
    let tasks = "/proc/\(started.process.processIdentifier)/task"
    var most = 0
    while started.process.isRunning, !started.said.contains("epoch 3/") {
      most = max(most, (try? FileManager.default.contentsOfDirectory(atPath: tasks).count) ?? 0)
      usleep(20_000)
    }
    kill(started.process.processIdentifier, SIGTERM)
    #expect(try started.finished().code == 143)
    return most
  }

  @Test(
    .enabled(
      if: canChooseProcessors, "taskset and two processors are needed to tell one from two"))
  func oneWorkerAProcessor() throws {
    let processors = Self.processors
    #expect(try threads(on: "\(processors[0])") == 1)
    #expect(try threads(on: "\(processors[0]),\(processors[1])") == 2)
    let doctor = try Sandbox().shell("taskset -c \(processors[0]) \"$condense\" doctor")
    #expect(doctor.code == 0 && doctor.output.contains("\nprocessors  good  1 usable\n"), "\(doctor.output)")
  }
}
