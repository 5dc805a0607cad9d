import Glibc
import Testing

@testable import HostConfiguration

/// What a good file comes to.
@Suite struct ConfigurationFileTests {
    static let good = """
        version: 1
        host:
          http:  { listen: "127.0.0.1:8181", body_limit: 2MiB }
          admin: { listen: "[::1]:0" }
          plugins: [ ./plugins, /usr/lib/proctor ]
          state: data
          drain: 1m
          log: { level: debug, format: json }
        processors:
          grading:
            plugin: grading
            limits: { concurrency: 2, threads: 3, queue: 10, timeout: 1.5s }
            bindings:
              - http: POST /api/omr/grade
                operation: grading.grade
              - { http: "GET /", operation: grading.read }
            config:
              sheet: korean-45
              threshold: 0.50
              names: { b: "1", a: [ 1, 0x1F, 0o17, +3, true, ~, no, .5, 1e3 ] }
          second:
            plugin: ./libGrading.so
        """

    private func parse(_ text: String, _ environment: [String: String] = [:]) throws -> ProctorConfiguration {
        try ConfigurationFile.parse(bytes: Array(text.utf8), name: "etc/plugins.yaml", environment: environment)
    }

    @Test func everySettingIsRead() throws {
        let configuration = try parse(Self.good)
        let host = configuration.host
        let http = try #require(host.listeners.first)
        #expect(http.address == .tcp(host: "127.0.0.1", port: 8181) && http.bodyLimit == 2 << 20)
        #expect(host.admin.address == .tcp(host: "::1", port: 0) && host.admin.bodyLimit == 20 << 20)
        #expect(host.plugins == ["etc/plugins", "/usr/lib/proctor"])
        #expect(host.state == "etc/data")
        #expect(host.drain == .seconds(60))
        #expect(host.log.level == .debug && host.log.format == .json)

        #expect(configuration.processors.map(\.name) == ["grading", "second"])
        let grading = try #require(configuration.processors.first)
        #expect(grading.plugin == "grading")
        #expect(grading.limits.concurrency == 2 && grading.limits.threads == 3 && grading.limits.queue == 10)
        #expect(grading.limits.timeout == .milliseconds(1500))
        #expect(
            grading.bindings?.map(\.source) == [
                .http(HTTPBinding(method: "POST", path: "/api/omr/grade")),
                .http(HTTPBinding(method: "GET", path: "/")),
            ])
        #expect(grading.bindings?.map(\.operation) == ["grading.grade", "grading.read"])
        #expect(
            String(decoding: grading.configJSON, as: UTF8.self)
                == #"{"names":{"a":[1,31,15,3,true,null,"no",0.5,1000.0],"b":"1"},"sheet":"korean-45","threshold":0.5}"#
        )
        #expect(grading.position == SourcePosition(file: "etc/plugins.yaml", line: 10, column: 3))

        let second = try #require(configuration.processors.last)
        #expect(second.plugin == "etc/libGrading.so")
        #expect(second.limits == ProcessorLimits())
        #expect(second.bindings == nil)
        #expect(second.configJSON == Array("{}".utf8))
    }

    @Test func whatIsNotSaidHasADefault() throws {
        let host = try parse("version: 1").host
        #expect(host == HostSettings(folder: "etc"))
        #expect(host.listeners.map(\.address) == [.tcp(host: "127.0.0.1", port: 8080)])
        #expect(host.admin.address == .tcp(host: "127.0.0.1", port: 9090) && host.admin.bodyLimit == 20 << 20)
        #expect(host.store.path == "etc/var/proctor.db" && host.store.isSynchronous && host.blobs == "etc/var/blobs")
        #expect(host.plugins == ["etc/plugins"] && host.state == "etc/var" && host.drain == .seconds(30))
        #expect(host.log.level == .info && host.log.format == .human)
        #expect(ProcessorLimits().concurrency == 0 && ProcessorLimits().queue == 256)
        #expect(ProcessorLimits().timeout == .seconds(60))
    }

    @Test func orderOfKeysDoesNotChangeTheSettingsBytes() throws {
        func config(_ text: String) throws -> [UInt8]? {
            try parse("version: 1\nprocessors: { p: { plugin: p, config: \(text) } }").processors.first?.configJSON
        }
        #expect(try config("{ a: 1, b: { c: x, d: y } }") == config("{ b: { d: y, c: x }, a: 1 }"))
        #expect(try config("{ a: 1 }") != config("{ a: '1' }"))
    }

    @Test func variablesAreFilled() throws {
        let text = """
            version: 1
            processors:
              p:
                plugin: ${NAME}
                limits: { queue: "${DEPTH}", concurrency: ${MISSING:-3} }
                config: { a: ${DEPTH}, b: "${DEPTH}", c: $${DEPTH}, d: x${EMPTY:-y}z, e: $5, f: "${EMPTY}" }
            """
        #expect(throws: ConfigurationProblems.self) { try parse(text, ["NAME": "p", "DEPTH": "7", "EMPTY": ""]) }
        let unquoted = text.replacing("\"${DEPTH}\", conc", with: "${DEPTH}, conc")
        let processor = try #require(
            try parse(unquoted, ["NAME": "p", "DEPTH": "7", "EMPTY": ""]).processors.first)
        #expect(processor.plugin == "p" && processor.limits.queue == 7 && processor.limits.concurrency == 3)
        #expect(
            String(decoding: processor.configJSON, as: UTF8.self)
                == #"{"a":7,"b":"7","c":"${DEPTH}","d":"xyz","e":"$5","f":""}"#)
    }

    @Test(arguments: [
        ("/threshold", 19, 7), ("/names/a/1", 20, 32), ("/absent", 18, 7), ("/names/absent/x", 20, 7), ("", 18, 7),
    ])
    func pointerOfAPluginLeadsToItsLine(pointer: String, line: Int, column: Int) throws {
        let configuration = try parse(Self.good)
        let grading = try #require(configuration.processors.first)
        let position = try #require(grading.position(ofPointer: pointer))
        #expect(position.line == line && position.column == column)
        #expect(grading.position(ofPointer: "threshold") == nil)
    }

    @Test func complaintOfAPluginIsShownAtItsLine() throws {
        let configuration = try parse(Self.good)
        let grading = try #require(configuration.processors.first)
        let problem = configuration.source.problem(
            code: "settings.out_of_range", message: "threshold must be below 0.4",
            at: try #require(grading.position(ofPointer: "/threshold")))
        #expect(
            problem.description == """
                etc/plugins.yaml:19:7: error: threshold must be below 0.4
                          threshold: 0.50
                          ^
                """)
    }

    @Test func byteOrderMarkIsSkipped() throws {
        #expect(try parse("\u{FEFF}version: 1").host == HostSettings(folder: "etc"))
    }

    @Test func valueOfAVariableIsNotToldInAMessage() {
        let error = #expect(throws: ConfigurationProblems.self) {
            try parse("version: 1\nhost: { drain: ${SECRET}, log: { level: ${SECRET} } }", ["SECRET": "hunter2"])
        }
        #expect(error?.problems.count == 2)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func missingFileIsAProblemOfTheWholeFile() {
        let error = #expect(throws: ConfigurationProblems.self) {
            try ConfigurationFile.load(path: "/nonexistent/plugins.yaml", environment: [:])
        }
        #expect(
            error?.description == "/nonexistent/plugins.yaml: error: the file cannot be read: No such file or "
                + "directory; name another with --config, or create it")
    }

    @Test func fileIsReadFromDisk() throws {
        var template = Array("/tmp/proctor-configuration-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let bytes = Array(Self.good.utf8)
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        let configuration = try ConfigurationFile.load(path: path, environment: [:])
        #expect(configuration.host.state == "/tmp/data")
    }
}
