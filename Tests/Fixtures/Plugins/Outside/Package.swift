// swift-tools-version:6.1
import PackageDescription

// The example plugin as a third party has it: a package of its own, and an installed SDK. Tests/Tools/outside lays
// Plugins/Examples/Curve beside it and says where the SDK was installed.
let package = Package(
    name: "curve",
    products: [.library(name: "OutsideCurve", type: .dynamic, targets: ["Curve"])],
    dependencies: [.package(path: Context.environment["INSTALLED_SDK"] ?? "/usr/local/share/proctor/PluginSDK")],
    targets: [
        .target(name: "Curve", dependencies: [.product(name: "PluginSDK", package: "PluginSDK")]),
        .testTarget(
            name: "CurveTests", dependencies: ["Curve", .product(name: "PluginTestKit", package: "PluginSDK")]),
    ],
    swiftLanguageModes: [.v6]
)
