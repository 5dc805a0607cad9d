// swift-tools-version:6.1
import PackageDescription

// What a plugin needs at link time is set here, once: a plugin exports its entry alone, and its image stays
// mapped for the life of the process. Both reach every product that links PluginSDK, so an author writes no flag.
let pluginLinkerSettings: [LinkerSetting] = [
    .unsafeFlags([
        "-Xlinker", "--version-script=\(Context.packageDirectory)/plugin.map",
        "-Xlinker", "-z", "-Xlinker", "nodelete", "-Xlinker", "--disable-new-dtags",
    ])
]

/// Test data that is read by path: the host's tests read the same file.
let raw = ["Fixtures/service-vectors.json"]

let package = Package(
    name: "PluginSDK",
    products: [
        .library(name: "CPluginABI", targets: ["CPluginABI"]),
        .library(name: "PluginSDK", targets: ["PluginSDK"]),
        .library(name: "PluginTestKit", targets: ["PluginTestKit"]),
    ],
    targets: [
        .target(name: "CPluginABI", path: "CPluginABI"),
        .target(
            name: "PluginSDK", dependencies: ["CPluginABI"], path: "PluginSDK",
            linkerSettings: pluginLinkerSettings),
        .target(name: "PluginTestKit", dependencies: ["PluginSDK"], path: "PluginTestKit"),
        .testTarget(name: "PluginSDKTests", dependencies: ["PluginSDK", "PluginTestKit"], path: "Tests", exclude: raw),
    ],
    swiftLanguageModes: [.v6]
)
