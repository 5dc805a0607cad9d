// swift-tools-version:6.1
import PackageDescription

// Everything that is built here: host, plugins, tests. The SDK is a package of its own, which authors use alone.

let abi = Target.Dependency.product(name: "CPluginABI", package: "PluginSDK")
let sdk = Target.Dependency.product(name: "PluginSDK", package: "PluginSDK")
let testKit = Target.Dependency.product(name: "PluginTestKit", package: "PluginSDK")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

/// Pixel loops are compiled with optimisation in debug builds too: tests read whole scans.
let kernels: [CSetting] = [.unsafeFlags(["-O2"])]

/// Where Debian has Pango and Cairo. Not through pkg-config: its `-pthread` makes SwiftPM warn at every build.
let drawingHeaders: [CSetting] = [
    .unsafeFlags(
        ["include/pango-1.0", "include/cairo", "include/glib-2.0", "include/harfbuzz"].map { "-I/usr/\($0)" }
            + ["x86_64", "aarch64"].map { "-I/usr/lib/\($0)-linux-gnu/glib-2.0/include" })
]

/// Arrows point one way: the command line knows everything; sources and console know generations and dispatch;
/// generations know images; nothing here knows a plugin.
let host: [Target] = [
    .systemLibrary(
        name: "CYAML", path: "Host/Libraries/CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CThreads", path: "Host/Libraries/CThreads"),
    .target(name: "HostThreads", dependencies: ["CThreads"], path: "Host/Threads"),
    .target(name: "HostConfiguration", dependencies: ["CYAML"], path: "Host/Configuration"),
    .target(
        name: "HostImages", dependencies: [abi, .product(name: "Crypto", package: "swift-crypto")],
        path: "Host/Images"),
    .target(name: "HostObservability", dependencies: [log], path: "Host/Observability"),
    .target(
        name: "HostDispatch",
        dependencies: ["HostConfiguration", "HostObservability", "HostThreads", abi, deque], path: "Host/Dispatch"),
    .target(name: "HostDatabase", dependencies: ["HostThreads", sqlite, log], path: "Host/Database"),
    .target(
        name: "HostDeadLetters", dependencies: ["HostDatabase", "HostDispatch", "HostObservability", sqlite],
        path: "Host/DeadLetters"),
    .target(
        name: "HostServiceRequests", dependencies: ["HostDispatch", "HostObservability"],
        path: "Host/Services/Requests"),
    .target(
        name: "HostEmbeddedServices",
        dependencies: [
            "HostDatabase", "HostDispatch", "HostObservability", "HostServiceRequests", "HostThreads", sqlite, log,
            .product(name: "Crypto", package: "swift-crypto"),
        ],
        path: "Host/Services/Embedded"),
    .target(
        name: "HostQueue",
        dependencies: [
            "HostConfiguration", "HostDatabase", "HostDeadLetters", "HostDispatch", "HostObservability", "HostThreads",
            deque, sqlite, log,
        ],
        path: "Host/Sources/Queue"),
    .target(
        name: "HostSchedule",
        dependencies: [
            "HostConfiguration", "HostDatabase", "HostDispatch", "HostObservability", "HostThreads", sqlite, log,
        ],
        path: "Host/Sources/Schedule"),
    .target(
        name: "HostFolder",
        dependencies: ["HostConfiguration", "HostDispatch", "HostObservability", "HostThreads", log],
        path: "Host/Sources/Folder"),
    .target(
        name: "HostGenerations",
        dependencies: [
            "CThreads", "HostConfiguration", "HostDispatch", "HostImages", "HostObservability", "HostThreads",
        ],
        path: "Host/Generations"),
    .target(
        name: "HostHTTP",
        dependencies: [
            "HostConfiguration", "HostDispatch", "HostObservability", "HostThreads", deque,
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        path: "Host/Sources/HTTP"),
    .target(
        name: "HostConsole", dependencies: ["HostDispatch", "HostGenerations", "HostHTTP", "HostObservability"],
        path: "Host/Console"),
    .executableTarget(
        name: "proctor",
        dependencies: [
            "HostConfiguration", "HostConsole", "HostDatabase", "HostDeadLetters", "HostDispatch",
            "HostEmbeddedServices", "HostFolder", "HostGenerations", "HostHTTP", "HostImages", "HostObservability",
            "HostQueue", "HostSchedule", "HostThreads",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "Host/CommandLine",
        // An installed host brings the Swift runtime along. RPATH, not RUNPATH: it serves what plugins need too.
        linkerSettings: [
            .unsafeFlags([
                "-Xlinker", "--disable-new-dtags", "-Xlinker", "-rpath=$ORIGIN/../lib/proctor/swift",
            ])
        ]),
]

/// A plugin is two targets: all its code, which tests import, and one file with the entry, which makes the image.
let plugins: [Target] = [
    .target(
        name: "CImaging", path: "Plugins/Grading/CImaging", cSettings: kernels + drawingHeaders,
        linkerSettings: ["turbojpeg", "png", "pangocairo-1.0", "pango-1.0", "cairo", "gobject-2.0"].map {
            .linkedLibrary($0)
        }),
    .target(
        name: "Grading", dependencies: ["CImaging", sdk], path: "Plugins/Grading",
        exclude: ["Entry", "CImaging", "README.md", "samples"]),
    .target(name: "GradingEntry", dependencies: ["Grading", sdk], path: "Plugins/Grading/Entry"),
    .target(name: "Tally", dependencies: [sdk], path: "Plugins/Examples/Tally", exclude: ["README.md"]),
    .target(name: "Curve", dependencies: [sdk], path: "Plugins/Examples/Curve", exclude: ["README.md"]),
    .target(
        name: "WordCount", path: "Plugins/Examples/WordCount", exclude: ["README.md"], publicHeadersPath: ".",
        cSettings: [
            .headerSearchPath("../../../PluginSDK/CPluginABI/include"), .unsafeFlags(["-fvisibility=hidden"]),
        ],
        linkerSettings: [
            .unsafeFlags(["-Xlinker", "--version-script=\(Context.packageDirectory)/PluginSDK/plugin.map"])
        ]),
]

let tests: [Target] = [
    .testTarget(
        name: "ConfigurationTests", dependencies: ["Fuzzing", "HostConfiguration"], path: "Tests/Configuration",
        exclude: ["Wrong"]),
    .testTarget(name: "ImagesTests", dependencies: ["Fuzzing", "HostImages", abi], path: "Tests/Images"),
    .testTarget(name: "ObservabilityTests", dependencies: ["HostObservability"], path: "Tests/Observability"),
    .testTarget(
        name: "DispatchTests", dependencies: ["Fuzzing", "HostDispatch", "HostThreads", abi], path: "Tests/Dispatch"),
    .testTarget(
        name: "GenerationsTests", dependencies: ["HostGenerations", "HostImages"], path: "Tests/Generations"),
    .testTarget(
        name: "HTTPTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDispatch", "HostHTTP", "HostObservability", "HostThreads", abi,
            .product(name: "Crypto", package: "swift-crypto"),
        ],
        path: "Tests/HTTP"),
    .testTarget(name: "ABITests", dependencies: [abi], path: "Tests/ABI"),
    .testTarget(
        name: "GradingTests", dependencies: ["Fuzzing", "Grading", "SheetPress", sdk, testKit], path: "Tests/Grading"),
    .testTarget(
        name: "DatabaseTests", dependencies: ["HostDatabase", "HostThreads", sqlite, log], path: "Tests/Database"),
    .testTarget(
        name: "ServicesTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDatabase", "HostDeadLetters", "HostDispatch", "HostEmbeddedServices",
            "HostObservability", "HostQueue", "HostThreads", sqlite, log,
        ],
        path: "Tests/Services"),
    .testTarget(
        name: "QueueTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDatabase", "HostDeadLetters", "HostDispatch", "HostObservability",
            "HostQueue", "HostThreads", abi, sqlite, log,
        ],
        path: "Tests/Queue"),
    .testTarget(
        name: "DeadLettersTests",
        dependencies: ["Fuzzing", "HostDatabase", "HostDeadLetters", "HostDispatch", "HostThreads", sqlite, log],
        path: "Tests/DeadLetters"),
    .testTarget(
        name: "ScheduleTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDatabase", "HostDispatch", "HostSchedule", "HostThreads", log,
        ],
        path: "Tests/Schedule"),
    .testTarget(
        name: "FolderTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDispatch", "HostFolder", "HostObservability", "HostThreads", abi, log,
        ],
        path: "Tests/Folder"),
    .testTarget(name: "ExamplesTests", dependencies: ["Tally", sdk, testKit], path: "Tests/Examples"),
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "Grading", "Loopback", "SheetPress", sqlite,
        ],
        path: "Tests/EndToEnd"),
    .target(name: "CSheetPress", path: "Tests/SheetPress/Kernels", cSettings: kernels),
    .target(
        name: "SheetPress", dependencies: ["CSheetPress", "Grading"], path: "Tests/SheetPress", exclude: ["Kernels"]),
    .target(name: "Loopback", path: "Tests/Loopback"),
    .target(name: "Fuzzing", path: "Tests/Fuzzing"),
    .executableTarget(
        name: "benchmark",
        dependencies: ["HostDispatch", "HostImages", "HostObservability", "HostThreads", hummingbird, log],
        path: "Tests/Benchmarks/Sources"),
    .executableTarget(name: "demo", dependencies: ["Grading", "Loopback", "SheetPress"], path: "Tests/Demo"),
]

let package = Package(
    name: "Proctor",
    products: [
        .executable(name: "proctor", targets: ["proctor"]),
        .executable(name: "demo", targets: ["demo"]),
        .executable(name: "benchmark", targets: ["benchmark"]),
        .library(name: "Grading", type: .dynamic, targets: ["GradingEntry"]),
        .library(name: "Curve", type: .dynamic, targets: ["Curve"]),
        .library(name: "Tally", type: .dynamic, targets: ["Tally"]),
        .library(name: "WordCount", type: .dynamic, targets: ["WordCount"]),
    ],
    dependencies: [
        .package(path: "PluginSDK"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: host + plugins + tests,
    swiftLanguageModes: [.v6]
)
