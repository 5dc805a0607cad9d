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
        .testTarget(name: "PluginSDKTests", dependencies: ["PluginSDK", "PluginTestKit"], path: "Tests"),
    ],
    swiftLanguageModes: [.v6]
)
