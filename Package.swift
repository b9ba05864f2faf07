// swift-tools-version: 6.2
import PackageDescription

// Kernels need 8-wide fused multiply-add on x86-64. `CONDENSE_CODE_LEVEL=baseline` builds for any
// x86-64 processor instead: the same bits, some twenty times slower.
let baseline = Context.environment["CONDENSE_CODE_LEVEL"] == "baseline"
#if arch(x86_64) && os(Linux)
  let codeLevel: [SwiftSetting] =
    baseline ? [.define("BASELINE")] : [.unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
#else
  let codeLevel: [SwiftSetting] = []
#endif

// Tests that leave the work to the library are compiled as they stand: optimising what `#expect` becomes takes longer
// than running it.
let testing = codeLevel + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "Condense",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Condense", targets: ["Condense"]),
    .library(name: "CondenseInsight", targets: ["CondenseInsight"]),
    .executable(name: "condense", targets: ["CondenseCommand"]),
  ],
  targets: [
    .target(name: "CKernels"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "CondenseCore", dependencies: ["CKernels"], swiftSettings: codeLevel),
    .target(name: "CondenseNetworks", dependencies: ["CondenseCore"], swiftSettings: codeLevel),
    .target(name: "CondenseData", dependencies: ["CondenseCore", "CZlib"], swiftSettings: codeLevel),
    .target(
      name: "CondenseModels", dependencies: ["CondenseNetworks", "CondenseData", "CZlib"],
      swiftSettings: codeLevel),
    .target(
      name: "CondenseInsight",
      dependencies: ["CondenseCore", "CondenseNetworks", "CondenseData", "CondenseModels", "COpenBLAS"],
      swiftSettings: codeLevel),
    .target(
      name: "Condense",
      dependencies: ["CondenseCore", "CondenseNetworks", "CondenseData", "CondenseModels"],
      swiftSettings: codeLevel),
    .executableTarget(
      name: "LateFlights", dependencies: ["Condense"], path: "Examples/LateFlights", swiftSettings: codeLevel),
    .executableTarget(
      name: "ReviewWords", dependencies: ["Condense"], path: "Examples/ReviewWords", swiftSettings: codeLevel),
    .executableTarget(
      name: "FilmTastes", dependencies: ["Condense"], path: "Examples/FilmTastes", swiftSettings: codeLevel),
    .executableTarget(
      name: "OwnNetwork", dependencies: ["Condense"], path: "Examples/OwnNetwork", swiftSettings: codeLevel),
    .executableTarget(
      name: "TinyDigits", dependencies: ["Condense"], path: "Examples/TinyDigits", swiftSettings: codeLevel),
    .executableTarget(
      name: "Consumer", dependencies: ["Condense"], path: "Examples/Consumer/Sources/Consumer",
      swiftSettings: codeLevel),
    .executableTarget(
      name: "Lesson", dependencies: ["Condense", "CondenseInsight"], path: "Examples/Lesson",
      exclude: ["README.md", "make_distances.py", "airports.csv", "distances.csv", "map.svg", "film.html"],
      swiftSettings: codeLevel),
    .executableTarget(
      name: "CondenseCommand", dependencies: ["Condense", "CondenseInsight"], swiftSettings: codeLevel),
    .testTarget(
      name: "CondenseCommandTests", dependencies: ["CondenseCommand"], swiftSettings: testing),
    .testTarget(
      name: "EndToEndTests", dependencies: ["CondenseCommand", "CZlib"], swiftSettings: testing),
    .testTarget(name: "HouseTests", swiftSettings: testing),
    .testTarget(
      name: "FuzzTests", dependencies: ["CondenseCommand", "CondenseInsight", "CondenseModels"],
      swiftSettings: codeLevel),
    .testTarget(
      name: "CondenseInsightTests", dependencies: ["CondenseInsight", "Condense"], swiftSettings: testing),
    .testTarget(
      name: "CondenseModelsTests", dependencies: ["CondenseModels", "CZlib"], swiftSettings: testing),
    .testTarget(
      name: "CondenseDataTests", dependencies: ["CondenseData", "CondenseCore", "CZlib"],
      swiftSettings: codeLevel),
    .testTarget(name: "CondenseCoreTests", dependencies: ["CondenseCore"], swiftSettings: codeLevel),
    .testTarget(
      name: "CondenseNetworksTests", dependencies: ["CondenseNetworks", "CAllocations"],
      swiftSettings: codeLevel),
    // Counts calls of malloc by thread; tests only.
    .target(name: "CAllocations", path: "Tests/CAllocations"),
  ],
  swiftLanguageModes: [.v6]
)

// Tests need no benchmarks; `make bench` and `.ci/run` ask for them.
if Context.environment["CONDENSE_BENCHMARKS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "CondenseBenchmarks", dependencies: ["CKernels", "Condense", "CondenseInsight"],
      path: "Benchmarks/Workloads", swiftSettings: codeLevel))
}
