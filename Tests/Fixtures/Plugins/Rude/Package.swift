// swift-tools-version:6.1
import PackageDescription

// What plugins should not do, and what takes long: to see that the host bears it.
let package = Package(
    name: "Rude",
    products: [.library(name: "Rude", type: .dynamic, targets: ["Rude"])],
    dependencies: [.package(path: "../../../../PluginSDK")],
    targets: [.target(name: "Rude", dependencies: [.product(name: "PluginSDK", package: "PluginSDK")])],
    swiftLanguageModes: [.v6]
)
