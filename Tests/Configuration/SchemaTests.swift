import Foundation
import Testing

@testable import HostConfiguration

/// The schema for editors says what the readers take.
@Suite struct SchemaTests {
    private static let grading = """
        {"type":"object","properties":{"sheet":{"type":"string"},"threshold":{"type":"number","maximum":1},\
        "tree":{"$ref":"#/$defs/Tree"}},"additionalProperties":false,"$defs":{"Tree":{"type":"object"}}}
        """

    /// A file as JSON, references not filled: what an editor sees.
    private func json(_ text: String) throws -> Any {
        let bytes = Array(text.utf8)
        var problems = ProblemList(source: ConfigurationSource(name: "plugins.yaml", bytes: bytes))
        let tree = try #require(ConfigurationComposer.tree(of: bytes, problems: &problems))
        let json = CanonicalJSON.bytes(of: tree, problems: &problems)
        try #require(problems.isEmpty)
        return try JSONSerialization.jsonObject(with: Data(json))
    }

    @Test("the default deployment and a file that says everything fit the schema")
    func goodFiles() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shipped = try String(contentsOf: root.appending(path: "plugins.yaml"), encoding: .utf8)
        let lumie = try String(contentsOf: root.appending(path: "docs/deployments/lumie.yaml"), encoding: .utf8)
        let check = try SchemaCheck(ConfigurationSchema.json())
        for text in [shipped, lumie, FullFile.text, ConfigurationFileTests.good, "version: 1"] {
            #expect(try check.complaints(json(text)) == [])
            #expect(try check.complaints(json(text)).isEmpty)
        }
    }

    @Test(
        "a wrong value is wrong by the schema too",
        arguments: [
            "version: 2", "host: {}", "version: 1\nhosts: {}", "version: 1\nhost: { drain: 30 }",
            "version: 1\nhost: { http: { body_limit: 20 } }", "version: 1\nhost: { http: { tls: {} } }",
            "version: 1\nhost: { http: { auth: open } }".replacing("open", with: "[]"),
            "version: 1\nhost: { log: { level: loud } }", "version: 1\nhost: { listeners: { A: 127.0.0.1:1 } }",
            "version: 1\nprocessors: { p: {} }", "version: 1\nprocessors: { p: { plugin: p, limits: { queue: -1 } } }",
            "version: 1\nprocessors: { p: { plugin: p, bindings: [ { operation: a } ] } }",
            "version: 1\nprocessors: { p: { plugin: p, bindings: [ { http: GET /, queue: a, operation: a } ] } }",
            "version: 1\nprocessors: { p: { plugin: p, bindings: [ { http: GET / } ] } }",
            "version: 1\nprocessors: { p: { plugin: p, bindings: [ { schedule: {}, operation: a } ] } }",
            "version: 1\nupstreams: { u: { url: u } }", "version: 1\nupstreams: { u: {} }",
            "version: 1\nupstreams: { u: { url: \"http://u\", headers: { \"a b\": c } } }",
            "version: 1\nupstreams: { u: { url: \"http://u\", version: 3 } }",
            "version: 1\nhost: { store: mysql://db/a }", "version: 1\nbuckets: { b: { url: gs://b } }",
            "version: 1\ndatabases: { d: {} }", "version: 1\nbrokers: { r: { port: 5672 } }",
            "version: 1\nbrokers: { r: { host: a, amqp: \"amqp://b\" } }",
            "version: 1\nprocessors: { p: { plugin: p, bindings: [ { amqp: { queue: q, prefetch: 0 }, operation: o } ] } }",
        ])
    func wrongFiles(text: String) throws {
        let check = try SchemaCheck(ConfigurationSchema.json())
        #expect(try !check.complaints(json(text)).isEmpty)
        #expect(throws: ConfigurationProblems.self) {
            try ConfigurationFile.parse(bytes: Array(text.utf8), name: "plugins.yaml", environment: [:])
        }
    }

    @Test("the settings of a known plugin are described, those of others are free")
    func pluginSettings() throws {
        let check = try SchemaCheck(ConfigurationSchema.json(settings: ["grading": Self.grading]))
        func complaints(_ plugin: String, _ config: String) throws -> [String] {
            try check.complaints(json("version: 1\nprocessors: { p: { plugin: \(plugin), config: \(config) } }"))
        }
        #expect(try complaints("grading", "{ sheet: a4, threshold: 0.5 }") == [])
        #expect(try complaints("grading", "{ threshold: 2 }") == [".processors.p.config.threshold: too big"])
        #expect(try complaints("grading", "{ shet: a4 }") == [".processors.p.config: unknown shet"])
        #expect(try complaints("other", "{ shet: a4 }") == [])
        #expect(ConfigurationSchema.json(settings: ["grading": Self.grading]).contains("urn:proctor:settings:grading"))
    }

    @Test("every key of the table is in the schema, and every key of the schema is in the table")
    func keys() throws {
        let schema = try SchemaCheck(ConfigurationSchema.json()).root
        #expect(described(schema, at: "").sorted() == known(.mapping(FileKeys.shape), at: "").sorted())
        #expect(known(.mapping(FileKeys.shape), at: "").count > 240)
    }

    @Test("every key of the table is known to the readers, and so is no other", arguments: shapes)
    func readers(shape: ShapeUnderTest) throws {
        func told(_ key: String) throws -> String {
            do throws(ConfigurationProblems) {
                let text = shape.file("{ \(key): ~ }")
                _ = try ConfigurationFile.parse(bytes: Array(text.utf8), name: "plugins.yaml", environment: [:])
                return ""
            } catch {
                return error.description
            }
        }
        for entry in shape.shape.available { #expect(try !told(entry.name).contains("unknown key \"\(entry.name)\"")) }
        for entry in shape.shape.keys where entry.unavailable != nil {
            #expect(try told(entry.name).contains("\"\(entry.name)\" in "))
        }
        #expect(try told("no_such_key").contains("unknown key \"no_such_key\""))
    }

    struct ShapeUnderTest: Sendable, CustomTestStringConvertible {
        let shape: MappingShape
        let file: @Sendable (String) -> String
        let testDescription: String
    }

    static let shapes: [ShapeUnderTest] = {
        let host = { (path: String) in { @Sendable (text: String) in "version: 1\nhost: { \(path): \(text) }" } }
        let top: @Sendable (String) -> @Sendable (String) -> String = { path in
            { @Sendable (text: String) in "version: 1\n\(path): { a: \(text) }" }
        }
        let processor = { (path: String) in
            { @Sendable (text: String) in "version: 1\nprocessors: { p: { plugin: p, \(path): \(text) } }" }
        }
        let binding: @Sendable (String) -> @Sendable (String) -> String = { path in
            { @Sendable (text: String) in
                "version: 1\nprocessors: { p: { plugin: p, bindings: [ { operation: o, \(path): \(text) } ] } }"
            }
        }
        return [
            ShapeUnderTest(shape: HostKeys.shape, file: { "version: 1\nhost: \($0)" }, testDescription: "host"),
            ShapeUnderTest(shape: ListenerKeys.http, file: host("http"), testDescription: "host.http"),
            ShapeUnderTest(shape: ListenerKeys.admin, file: host("admin"), testDescription: "host.admin"),
            ShapeUnderTest(shape: StoreKeys.shape, file: host("store"), testDescription: "host.store"),
            ShapeUnderTest(shape: RetentionKeys.shape, file: host("retention"), testDescription: "host.retention"),
            ShapeUnderTest(shape: LogKeys.shape, file: host("log"), testDescription: "host.log"),
            ShapeUnderTest(shape: UpstreamKeys.shape, file: top("upstreams"), testDescription: "upstreams"),
            ShapeUnderTest(shape: BrokerKeys.shape, file: top("brokers"), testDescription: "brokers"),
            ShapeUnderTest(shape: ProcessorKeys.shape, file: top("processors"), testDescription: "processors"),
            ShapeUnderTest(shape: LimitKeys.shape, file: processor("limits"), testDescription: "limits"),
            ShapeUnderTest(shape: ListenerKeys.further, file: processor("listen"), testDescription: "listen"),
            ShapeUnderTest(shape: QueueKeys.shape, file: binding("queue"), testDescription: "queue"),
            ShapeUnderTest(shape: ScheduleKeys.shape, file: binding("schedule"), testDescription: "schedule"),
            ShapeUnderTest(shape: FolderKeys.shape, file: binding("folder"), testDescription: "folder"),
            ShapeUnderTest(shape: AMQPKeys.shape, file: binding("amqp"), testDescription: "amqp"),
            ShapeUnderTest(
                shape: DeclareKeys.shape, file: { binding("amqp")("{ topology: declare, declare: \($0) }") },
                testDescription: "declare"),
            ShapeUnderTest(
                shape: CallbackKeys.shape, file: { binding("amqp")("{ queue: q }, callback: \($0)") },
                testDescription: "callback"),
            ShapeUnderTest(shape: BlobKeys.shape, file: host("blobs"), testDescription: "host.blobs"),
            ShapeUnderTest(shape: BucketKeys.shape, file: top("buckets"), testDescription: "buckets"),
            ShapeUnderTest(shape: DatabaseKeys.shape, file: top("databases"), testDescription: "databases"),
            ShapeUnderTest(
                shape: SigningKeys.shape, file: { top("upstreams")("{ url: \"http://u\", sign: \($0) }") },
                testDescription: "sign"),
            ShapeUnderTest(
                shape: BreakerKeys.shape, file: { top("upstreams")("{ url: \"http://u\", breaker: \($0) }") },
                testDescription: "breaker"),
            ShapeUnderTest(
                shape: TLSKeys.shape, file: { top("upstreams")("{ url: \"https://u\", tls: \($0) }") },
                testDescription: "tls"),
        ]
    }()

    private func known(_ shape: SettingShape, at path: String) -> [String] {
        switch shape {
        case .mapping(let mapping):
            mapping.available.flatMap { ["\(path).\($0.name)"] + known($0.shape, at: "\(path).\($0.name)") }
        case .named(let value): known(value, at: path + ".*")
        case .list(let element): known(element, at: path + "[]")
        default: []
        }
    }

    private func described(_ schema: [String: Any], at path: String) -> [String] {
        var found: [String] = []
        for (name, value) in schema["properties"] as? [String: [String: Any]] ?? [:] {
            found += ["\(path).\(name)"] + described(value, at: "\(path).\(name)")
        }
        if let value = schema["additionalProperties"] as? [String: Any] { found += described(value, at: path + ".*") }
        if let items = schema["items"] as? [String: Any] { found += described(items, at: path + "[]") }
        for form in schema["anyOf"] as? [[String: Any]] ?? [] where form["properties"] != nil {
            found += described(form, at: path)
        }
        return found
    }

    @Test("the reference names every key")
    func reference() {
        let text = ConfigurationReference.markdown
        for path in known(.mapping(FileKeys.shape), at: "") {
            let name = path.split(separator: ".").last.map { $0.replacing("[]", with: "") } ?? ""
            #expect(text.contains("| `\(name)` |") || name == "*", "\(path) is missing")
        }
    }

    @Test("the page for operators has each key with its value, its default and its meaning")
    func page() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let lines = Set(page.split(separator: "\n"))
        var section = Substring()
        for line in ConfigurationReference.markdown.split(separator: "\n") {
            if line.hasPrefix("### ") { section = line }
            // Told once for all, with what differs between them in a table of its own.
            guard line.hasPrefix("| `"), !section.hasSuffix(".retry`"), !section.contains("host.retention."),
                !line.hasPrefix("| `listen` |")
            else { continue }
            #expect(lines.contains(line), "\(section) lacks \(line)")
        }
    }
}
