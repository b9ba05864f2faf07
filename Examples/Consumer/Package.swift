// swift-tools-version: 6.2
import PackageDescription

// In a package of your own the URL stands here as text: .package(url: "https://…/condense", from: "0.1.0").
// `Scripts/consumer.sh` puts a tagged copy of this clone at the address it gives.
let condense = Context.environment["CONDENSE_URL"] ?? "file:///set/CONDENSE_URL"

let package = Package(
  name: "Consumer",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: condense, from: "0.1.0")],
  targets: [
    .executableTarget(name: "Consumer", dependencies: [.product(name: "Condense", package: "condense")])
  ]
)
