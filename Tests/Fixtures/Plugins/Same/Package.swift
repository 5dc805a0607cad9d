// swift-tools-version:6.1
import PackageDescription

// One module name, built twice: with -DVARIANT_2 it behaves differently and lays its structs out differently.
let package = Package(
    name: "Same",
    products: [.library(name: "Same", type: .dynamic, targets: ["Same"])],
    dependencies: [.package(path: "../../../../PluginSDK")],
    targets: [.target(name: "Same", dependencies: [.product(name: "PluginSDK", package: "PluginSDK")])],
    swiftLanguageModes: [.v6]
)
