// swift-tools-version:6.1
import PackageDescription

// Everything that is built here: host, plugins, tests. The SDK is a package of its own, which authors use alone.

let abi = Target.Dependency.product(name: "CPluginABI", package: "PluginSDK")
let sdk = Target.Dependency.product(name: "PluginSDK", package: "PluginSDK")
let testKit = Target.Dependency.product(name: "PluginTestKit", package: "PluginSDK")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nio = ["NIOCore", "NIOPosix"].map { Target.Dependency.product(name: $0, package: "swift-nio") }
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

/// Pixel loops are compiled with optimisation in debug builds too: tests read whole scans.
let kernels: [CSetting] = [.unsafeFlags(["-O2"])]

/// Where Debian has Pango and Cairo. Not through pkg-config: its `-pthread` makes SwiftPM warn at every build.
let drawingHeaders: [CSetting] = [
    .unsafeFlags(
        [
            "pango-1.0", "cairo", "glib-2.0", "harfbuzz", "freetype2", "fontconfig", "librsvg-2.0", "gdk-pixbuf-2.0",
        ].map { "-I/usr/include/\($0)" }
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
        name: "HostImages", dependencies: [abi, crypto],
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
        name: "HostServiceRequests", dependencies: ["HostDispatch", "HostObservability", "HostThreads"],
        path: "Host/Services/Requests"),
    .target(
        name: "HostEmbeddedServices",
        dependencies: [
            "HostDatabase", "HostDispatch", "HostObservability", "HostServiceRequests", "HostThreads", sqlite, log,
            crypto,
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
            "HostConfiguration", "HostDispatch", "HostObservability", "HostSignatures", "HostThreads", deque, crypto,
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
            "HostBuckets", "HostConfiguration", "HostConsole", "HostDatabase", "HostDeadLetters", "HostDispatch",
            "HostEmbeddedServices", "HostFolder", "HostGenerations", "HostHTTP", "HostImages", "HostObservability",
            "HostPostgreSQLStore", "HostQueue", "HostRabbitMQ", "HostRedisStore", "HostS3", "HostSQL", "HostSchedule",
            "HostServiceRequests", "HostThreads", "HostTransfers", "HostUpstreams",
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

/// What reaches other machines: clients of servers, and the services and the source that are made of them.
let network: [Target] = [
    .target(name: "CCurl", path: "Host/Libraries/CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(
        name: "CRabbitMQ", path: "Host/Libraries/CRabbitMQ",
        linkerSettings: ["rabbitmq", "ssl", "crypto"].map { .linkedLibrary($0) }),
    .systemLibrary(
        name: "CPostgreSQL", path: "Host/Libraries/CPostgreSQL", providers: [.apt(["libpq-dev"])]),
    .target(name: "HostSignatures", dependencies: [crypto], path: "Host/Signatures"),
    .target(
        name: "HostTransfers", dependencies: ["CCurl", "HostConfiguration", "HostThreads"], path: "Host/Transfers"),
    .target(
        name: "HostRedis",
        dependencies: [
            "HostConfiguration", "HostThreads", deque, crypto, .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ] + nio,
        path: "Host/Redis"),
    .target(
        name: "HostPostgreSQL", dependencies: ["CPostgreSQL", "HostConfiguration", "HostThreads", deque, log],
        path: "Host/PostgreSQL"),
    .target(
        name: "HostUpstreams",
        dependencies: [
            "HostConfiguration", "HostDispatch", "HostObservability", "HostServiceRequests", "HostSignatures",
            "HostThreads", "HostTransfers", deque,
        ],
        path: "Host/Services/Upstreams"),
    .target(
        name: "HostRedisStore",
        dependencies: [
            "HostConfiguration", "HostDispatch", "HostObservability", "HostRedis", "HostServiceRequests", log,
        ],
        path: "Host/Services/Redis"),
    .target(
        name: "HostPostgreSQLStore",
        dependencies: ["HostConfiguration", "HostDispatch", "HostPostgreSQL", "HostServiceRequests", log],
        path: "Host/Services/PostgreSQL"),
    .target(
        name: "HostSQL",
        dependencies: [
            "HostConfiguration", "HostDispatch", "HostObservability", "HostPostgreSQL", "HostServiceRequests",
            "HostThreads", sqlite, .product(name: "GRDBSQLite", package: "GRDB.swift"), log, crypto,
        ],
        path: "Host/Services/SQL"),
    .target(
        name: "HostS3",
        dependencies: [
            "HostConfiguration", "HostDispatch", "HostServiceRequests", "HostThreads", "HostTransfers", crypto, deque,
        ],
        path: "Host/Services/S3"),
    .target(
        name: "HostBuckets",
        dependencies: [
            "HostConfiguration", "HostDispatch", "HostS3", "HostServiceRequests", "HostThreads", "HostTransfers",
        ],
        path: "Host/Services/Buckets"),
    .target(
        name: "HostRabbitMQ",
        dependencies: [
            "CRabbitMQ", "HostConfiguration", "HostDispatch", "HostObservability", "HostThreads", deque, heap, log,
            crypto,
        ],
        path: "Host/Sources/RabbitMQ"),
]

/// What several plugins link; nothing of the host.
let shared: [Target] = [
    .target(name: "Lumie", dependencies: [sdk], path: "Plugins/Shared/Lumie"),
    .target(name: "Templates", path: "Plugins/Shared/Templates"),
    .target(name: "Digests", path: "Plugins/Shared/Digests"),
    .target(name: "SingleFlight", path: "Plugins/Shared/SingleFlight"),
    .target(name: "ModelAPI", dependencies: [sdk], path: "Plugins/Shared/ModelAPI"),
    .target(
        name: "StructuredOutput", dependencies: [sdk], path: "Plugins/Shared/StructuredOutput"),
    .target(
        name: "TokenBudget", dependencies: ["ModelAPI", sdk], path: "Plugins/Shared/TokenBudget"),
    .target(
        name: "Prompts", dependencies: ["Digests", "ModelAPI", "Templates", "TokenBudget"],
        path: "Plugins/Shared/Prompts"),
    .target(
        name: "LanguageModel",
        dependencies: ["Digests", "ModelAPI", "SingleFlight", "StructuredOutput", "TokenBudget", sdk],
        path: "Plugins/Shared/LanguageModel"),
]

/// The analysis plugin's rooms: facts are pure, the narrator and the checker know facts alone.
let analysis: [Target] = [
    .target(name: "AnalysisFacts", path: "Plugins/Analysis/Facts"),
    .target(name: "AnalysisNarrator", dependencies: ["AnalysisFacts"], path: "Plugins/Analysis/Narrator"),
    .target(name: "AnalysisChecker", dependencies: ["AnalysisFacts"], path: "Plugins/Analysis/Checker"),
    .target(name: "CPrompts", path: "Plugins/Analysis/CPrompts"),
    .target(
        name: "Analysis",
        dependencies: [
            "AnalysisChecker", "AnalysisFacts", "AnalysisNarrator", "CPrompts", "Digests", "LanguageModel", "Lumie",
            "ModelAPI", "Prompts", sdk,
        ],
        path: "Plugins/Analysis",
        exclude: ["CPrompts", "Checker", "Entry", "Facts", "Narrator", "README.md", "prompts", "samples"]),
    .target(name: "AnalysisEntry", dependencies: ["Analysis", sdk], path: "Plugins/Analysis/Entry"),
]

let analysisTests: [Target] = [
    .testTarget(
        name: "ModelAPITests", dependencies: ["Fuzzing", "ModelAPI", sdk], path: "Tests/ModelAPI"),
    .testTarget(
        name: "StructuredOutputTests", dependencies: ["Fuzzing", "StructuredOutput", sdk],
        path: "Tests/StructuredOutput"),
    .testTarget(name: "TokenBudgetTests", dependencies: ["ModelAPI", "TokenBudget", sdk], path: "Tests/TokenBudget"),
    .testTarget(
        name: "PromptsTests", dependencies: ["CPrompts", "Digests", "Fuzzing", "ModelAPI", "Prompts", "TokenBudget"],
        path: "Tests/Prompts"),
    .testTarget(
        name: "LanguageModelTests",
        dependencies: [
            "Digests", "Fuzzing", "LanguageModel", "ModelAPI", "StructuredOutput", "TokenBudget", sdk, testKit,
        ],
        path: "Tests/LanguageModel"),
    .target(name: "Ask", dependencies: ["LanguageModel", "ModelAPI", sdk], path: "Tests/Benchmarks/Models/Ask"),
    .target(name: "ModelServerPeer", dependencies: ["Loopback", "PythonPeer"], path: "Tests/Peers/ModelServer"),
    .testTarget(
        name: "ModelServerTests", dependencies: ["Loopback", "ModelServerPeer", "PythonPeer"], path: "Tests/ModelServer"
    ),
    .testTarget(
        name: "AnalysisNarratorTests", dependencies: ["AnalysisFacts", "AnalysisNarrator", "Fuzzing"],
        path: "Tests/AnalysisNarrator"),
    .testTarget(
        name: "AnalysisCheckerTests",
        dependencies: ["AnalysisChecker", "AnalysisFacts", "AnalysisNarrator", "Fuzzing"],
        path: "Tests/AnalysisChecker"),
    .testTarget(
        name: "AnalysisTests",
        dependencies: [
            "Analysis", "AnalysisChecker", "AnalysisFacts", "Fuzzing", "LanguageModel", "ModelAPI", sdk, testKit,
        ],
        path: "Tests/Analysis"),
]

/// The report plugin's rooms. Arrows point one way: a report's way goes from its template to markup, from there to places
/// on pages, and from those to a picture; the plugin itself knows all of them and none knows it.
let report: [Target] = [
    .target(name: "ReportScene", path: "Plugins/Report/Scene"),
    .target(
        name: "CXML", path: "Plugins/Report/CXML", cSettings: [.unsafeFlags(["-I/usr/include/libxml2"])],
        linkerSettings: [.linkedLibrary("xml2")]),
    .target(name: "ReportMarkup", dependencies: ["CXML"], path: "Plugins/Report/Markup"),
    .target(name: "ReportCharts", dependencies: ["ReportScene"], path: "Plugins/Report/Charts"),
    .target(
        name: "ReportLayout", dependencies: ["ReportCharts", "ReportMarkup", "ReportScene"],
        path: "Plugins/Report/Layout"),
    .target(
        name: "CDrawing", path: "Plugins/Report/CDrawing", cSettings: kernels + drawingHeaders,
        linkerSettings: [
            "turbojpeg", "png", "rsvg-2", "pangocairo-1.0", "pangoft2-1.0", "pango-1.0", "cairo", "fontconfig",
            "harfbuzz",
            "gio-2.0", "gobject-2.0", "glib-2.0", "m",
        ].map { .linkedLibrary($0) }),
    .target(name: "ReportDrawing", dependencies: ["CDrawing", "ReportScene"], path: "Plugins/Report/Drawing"),
    .target(name: "CBrowser", path: "Plugins/Report/CBrowser"),
    .target(name: "ReportChromium", dependencies: ["CBrowser"], path: "Plugins/Report/Chromium"),
    .target(name: "CTemplates", path: "Plugins/Report/CTemplates"),
    .target(
        name: "ReportTemplates",
        dependencies: [
            "CTemplates", "ReportChromium", "ReportDrawing", "ReportLayout", "ReportMarkup", "ReportScene", "Templates",
        ],
        path: "Plugins/Report/TemplateFolders"),
    .target(
        name: "CArchive", path: "Plugins/Report/CArchive", linkerSettings: [.linkedLibrary("archive")]),
    .target(
        name: "Report",
        dependencies: [
            "CArchive", "Lumie", "ReportChromium", "ReportDrawing", "ReportScene", "ReportTemplates", "SingleFlight",
            "Templates", sdk,
        ],
        path: "Plugins/Report",
        exclude: [
            "CArchive", "CBrowser", "CDrawing", "CTemplates", "CXML", "Charts", "Chromium", "Drawing", "Entry",
            "Layout",
            "Markup", "README.md", "Scene", "TemplateFolders", "templates",
        ]),
    .target(name: "ReportEntry", dependencies: ["Report", sdk], path: "Plugins/Report/Entry"),
]

let reportTests: [Target] = [
    .testTarget(name: "LumieTests", dependencies: ["Lumie", sdk], path: "Tests/Lumie"),
    .testTarget(name: "SingleFlightTests", dependencies: ["SingleFlight"], path: "Tests/SingleFlight"),
    .testTarget(
        name: "TemplatesTests", dependencies: ["Fuzzing", "PythonPeer", "Templates"], path: "Tests/Templates"),
    .testTarget(
        name: "ReportChartsTests", dependencies: ["Fuzzing", "ReportCharts", "ReportScene"], path: "Tests/ReportCharts"),
    .testTarget(
        name: "ReportLayoutTests",
        dependencies: ["Fuzzing", "ReportCharts", "ReportLayout", "ReportMarkup", "ReportScene"],
        path: "Tests/ReportLayout"),
    .executableTarget(name: "browser-holder", dependencies: ["ReportChromium"], path: "Tests/ReportChromium/Holder"),
    .testTarget(
        name: "ReportChromiumTests",
        dependencies: ["CBrowser", "Fuzzing", "Loopback", "ReportChromium", "browser-holder"],
        path: "Tests/ReportChromium", exclude: ["Holder"]),
    .executableTarget(
        name: "report-benchmark", dependencies: ["ReportChromium", "ReportDrawing", "ReportTemplates", "Templates"],
        path: "Tests/Benchmarks/Report/Sources"),
    .target(name: "PixelPictures", dependencies: ["CDrawing"], path: "Tests/PixelPictures"),
    .testTarget(
        name: "ReportDrawingTests",
        dependencies: ["CDrawing", "Fuzzing", "PixelPictures", "ReportDrawing", "ReportScene"],
        path: "Tests/ReportDrawing", exclude: ["Golden"]),
    .testTarget(
        name: "ReportTemplatesTests",
        dependencies: [
            "Fuzzing", "Report", "ReportChromium", "ReportDrawing", "ReportLayout", "ReportTemplates", "Templates", sdk,
        ],
        path: "Tests/ReportTemplates"),
    .testTarget(
        name: "ReportGoldenTests",
        dependencies: ["PixelPictures", "ReportDrawing", "ReportLayout", "ReportTemplates", "Templates"],
        path: "Tests/ReportGolden"),
    .testTarget(
        name: "ReportTests",
        dependencies: ["Fuzzing", "Lumie", "Report", "ReportTemplates", "Templates", sdk, testKit], path: "Tests/Report"
    ),
]

/// A plugin is two targets: all its code, which tests import, and one file with the entry, which makes the image.
let plugins: [Target] = [
    .target(
        name: "CImaging", path: "Plugins/Grading/CImaging", cSettings: kernels + drawingHeaders,
        linkerSettings: ["turbojpeg", "png", "pangocairo-1.0", "pango-1.0", "cairo", "gobject-2.0"].map {
            .linkedLibrary($0)
        }),
    .target(
        name: "Grading", dependencies: ["CImaging", "Lumie", "SingleFlight", sdk], path: "Plugins/Grading",
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
            "Fuzzing", "HostConfiguration", "HostDispatch", "HostHTTP", "HostObservability", "HostSignatures",
            "HostThreads", abi, crypto,
        ],
        path: "Tests/HTTP"),
    .testTarget(
        name: "ABITests", dependencies: [abi, sdk, testKit], path: "Tests/ABI", exclude: ["Museum"]),
    .testTarget(
        name: "GradingTests", dependencies: ["Fuzzing", "Grading", "Lumie", "SheetPress", sdk, testKit],
        path: "Tests/Grading"),
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
            "CRabbitMQ", "Grading", "HostConfiguration", "HostThreads", "Loopback", "ModelServerPeer", "PostgreSQLPeer",
            "PythonPeer", "RabbitMQPeer", "RedisPeer", "S3Peer", "SheetPress", sqlite,
        ],
        path: "Tests/EndToEnd"),
    .target(name: "CSheetPress", path: "Tests/SheetPress/Kernels", cSettings: kernels),
    .target(
        name: "SheetPress", dependencies: ["CSheetPress", "Grading"], path: "Tests/SheetPress", exclude: ["Kernels"]),
    .target(name: "Loopback", path: "Tests/Loopback"),
    .target(name: "Fuzzing", path: "Tests/Fuzzing"),
    .executableTarget(
        name: "benchmark",
        dependencies: [
            "HostConfiguration", "HostDispatch", "HostImages", "HostObservability", "HostThreads", "HostTransfers",
            "HostUpstreams", abi, hummingbird, log,
        ],
        path: "Tests/Benchmarks/Sources"),
    .executableTarget(name: "demo", dependencies: ["Grading", "Loopback", "SheetPress"], path: "Tests/Demo"),
]

/// Servers that tests start and stop on loopback, and what every store and every place of blobs has to do.
let peers: [Target] = [
    .target(name: "ScriptedServer", dependencies: ["HostThreads"], path: "Tests/ScriptedServer"),
    .target(name: "PythonPeer", path: "Tests/Peers/Python"),
    .target(name: "RabbitMQPeer", dependencies: ["CRabbitMQ"], path: "Tests/Peers/RabbitMQ"),
    .target(name: "RedisPeer", dependencies: ["HostThreads"], path: "Tests/Peers/Redis"),
    .target(name: "PostgreSQLPeer", path: "Tests/Peers/PostgreSQL"),
    .target(name: "S3Peer", dependencies: ["HostConfiguration", "PythonPeer"], path: "Tests/Peers/S3"),
    .target(
        name: "StoreConformance", dependencies: ["HostDispatch", "HostThreads"], path: "Tests/Peers/StoreConformance"),
    .target(name: "BlobConformance", dependencies: ["HostDispatch"], path: "Tests/Peers/BlobConformance"),
]

let networkTests: [Target] = [
    .testTarget(
        name: "TransfersTests",
        dependencies: [
            "CCurl", "Fuzzing", "HostConfiguration", "HostThreads", "HostTransfers", "ScriptedServer",
        ],
        path: "Tests/Transfers"),
    .testTarget(
        name: "UpstreamsTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDispatch", "HostObservability", "HostServiceRequests",
            "HostSignatures",
            "HostThreads", "HostTransfers", "HostUpstreams", "ScriptedServer",
        ],
        path: "Tests/Upstreams"),
    .testTarget(
        name: "RabbitMQTests",
        dependencies: [
            "CRabbitMQ", "Fuzzing", "HostConfiguration", "HostDispatch", "HostObservability", "HostRabbitMQ",
            "HostThreads", "RabbitMQPeer", abi, log,
        ],
        path: "Tests/RabbitMQ"),
    .testTarget(
        name: "RedisTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDatabase", "HostDispatch", "HostEmbeddedServices",
            "HostObservability", "HostRedis", "HostRedisStore", "HostServiceRequests", "HostThreads", "RedisPeer",
            "StoreConformance", log,
        ],
        path: "Tests/Redis"),
    .testTarget(
        name: "PostgreSQLTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDispatch", "HostPostgreSQL", "HostPostgreSQLStore", "HostThreads",
            "PostgreSQLPeer", "StoreConformance", log,
        ],
        path: "Tests/PostgreSQL"),
    .testTarget(
        name: "SQLTests",
        dependencies: [
            "Fuzzing", "HostConfiguration", "HostDispatch", "HostSQL", "HostThreads", "PostgreSQLPeer", sqlite, log,
        ],
        path: "Tests/SQL"),
    .testTarget(
        name: "S3Tests",
        dependencies: [
            "BlobConformance", "Fuzzing", "HostBuckets", "HostConfiguration", "HostDatabase", "HostDispatch",
            "HostEmbeddedServices", "HostS3", "HostServiceRequests", "HostThreads", "HostTransfers", "PythonPeer",
            "S3Peer", log,
        ],
        path: "Tests/S3"),
]

let package = Package(
    name: "Proctor",
    products: [
        .executable(name: "proctor", targets: ["proctor"]),
        .executable(name: "demo", targets: ["demo"]),
        .executable(name: "benchmark", targets: ["benchmark"]),
        .executable(name: "report-benchmark", targets: ["report-benchmark"]),
        .library(name: "Grading", type: .dynamic, targets: ["GradingEntry"]),
        .library(name: "Report", type: .dynamic, targets: ["ReportEntry"]),
        .library(name: "Analysis", type: .dynamic, targets: ["AnalysisEntry"]),
        .library(name: "Ask", type: .dynamic, targets: ["Ask"]),
        .library(name: "Curve", type: .dynamic, targets: ["Curve"]),
        .library(name: "Tally", type: .dynamic, targets: ["Tally"]),
        .library(name: "WordCount", type: .dynamic, targets: ["WordCount"]),
    ],
    dependencies: [
        .package(path: "PluginSDK"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: host + network + shared + report + analysis + plugins + tests + peers + networkTests
        + reportTests + analysisTests,
    swiftLanguageModes: [.v6]
)
