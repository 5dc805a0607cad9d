// swift-tools-version:6.1
import PackageDescription

// What end-to-end tests need of a plugin: effects that are counted outside, failures to order, streams, and every
// service of the host.
let package = Package(
    name: "Worker",
    products: [.library(name: "Worker", type: .dynamic, targets: ["Worker"])],
    dependencies: [.package(path: "../../../../PluginSDK")],
    targets: [.target(name: "Worker", dependencies: [.product(name: "PluginSDK", package: "PluginSDK")])],
    swiftLanguageModes: [.v6]
)
