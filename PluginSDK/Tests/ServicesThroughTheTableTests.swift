import PluginSDK
import PluginTestKit
import Testing

/// The services as a plugin's handlers meet them: through the exported C table.
struct ServicesThroughTheTableTests {
    private let visit = #"{"name": "Ada"}"#

    @Test("store, blobs and queue answer a handler")
    func services() async throws {
        let memory = MemoryServices()
        let harness = try await PluginHarness(Keeper.self, memory: memory)
        for visits in 1...3 {
            let answer = try await harness.call("keeper.visit", json: visit, headers: ["x-tenant-slug": "north"])
            #expect(answer.json?["visits"] == .integer(visits))
        }
        #expect(memory.jobs.map(\.json) == [["name": "Ada"], ["name": "Ada"], ["name": "Ada"]])
        #expect(memory.jobs.map { $0.headers["x-tenant-slug"] } == ["north", "north", "north"])
        #expect(try await memory.host().store.get("visits", as: Int.self) == 3)
        #expect(try await memory.host().blobs.get("names/2")?.bytes == Array("Ada".utf8))
        #expect(try await harness.call("keeper.sweep", []).json?["visits"] == -1)
        try await harness.finish()
    }

    @Test(
        "what a service refuses ends the job: later where the host cannot now, never where the plugin is wrong",
        arguments: [
            (ServiceReply.retry("store.full", "The disk is full."), PROCTOR_RETRY, nil),
            (ServiceReply.reject("store.key_invalid", "No."), PROCTOR_REJECT, 500),
            (ServiceReply(PROCTOR_FATAL, []), PROCTOR_RETRY, nil),
        ] as [(ServiceReply, proctor_status, Int?)])
    func refusal(_ reply: ServiceReply, _ status: proctor_status, _ http: Int?) async throws {
        let harness = try await PluginHarness(Keeper.self) { service, _ in service == "store.get/1" ? reply : nil }
        let answer = try await harness.call("keeper.visit", json: visit)
        #expect(answer.status == status)
        #expect(answer.httpStatus == http)
        #expect(answer.code == ServiceError(status: reply.status, service: "store.get/1", reply: reply.bytes).code)
        try await harness.finish()
    }

    @Test("raw pieces arrive as they were sent, and their media type stands in the manifest")
    func rawPieces() async throws {
        let harness = try await PluginHarness(Keeper.self)
        #expect(try await harness.call("keeper.text", json: visit).pieces == Array("Ada".utf8).map { [$0] })
        #expect(try await harness.call("keeper.copy", [0, 10, 255]).pieces == [[0], [10, 255]])
        try await harness.finish()
        let manifest = try Self.manifest()
        #expect(manifest["keeper.text"]?["output"] == ["media_type": "text/plain", "stream": true])
        #expect(manifest["keeper.copy"]?["output"] == ["media_type": "application/octet-stream", "stream": true])
    }

    @Test("an output counts how often it had to wait for the reader")
    func waits() async throws {
        let harness = try await PluginHarness(Keeper.self)
        let name = String(repeating: "a", count: 10)
        let running = harness.submit("keeper.text", Array(#"{"name": "\#(name)"}"#.utf8), readsEagerly: false)
        for _ in 0..<2 {
            #expect(await running.becomesBusy())
            #expect(running.read().count == 4)
        }
        #expect(try await running.answer().pieces.count == 10)
        #expect(harness.metrics["waits_total"] == 2)
        try await harness.finish()
    }

    @Test("a handler that streams raw pieces is a plain method")
    func plainMethod() async throws {
        let (pieces, continuation) = AsyncStream<RawPiece>.makeStream()
        let out = Output<RawPiece> { continuation.yield($0) }
        try await Keeper().text(Named(name: "Ada"), job: Job(), to: out)
        continuation.finish()
        #expect(await pieces.reduce(into: [UInt8]()) { $0 += $1.bytes } == Array("Ada".utf8))
        #expect(out.waits == 0)
    }

    @Test("default bindings stand in the manifest, and only those there are")
    func defaultBindings() throws {
        let manifest = try Self.manifest()
        #expect(manifest["keeper.visit"]?["http"] == [["method": "POST", "path": "/visits/{room}"]])
        #expect(manifest["keeper.visit"]?["queue"] == ["visits"])
        #expect(manifest["keeper.visit"]?["schedule"] == nil)
        #expect(
            manifest["keeper.sweep"]?["schedule"]
                == [["cron": "0 3 * * mon-fri", "zone": "Asia/Seoul"], ["every_ms": 90_000]])
        #expect(manifest["keeper.sweep"]?["queue"] == nil)
    }

    @Test("the plugin that uses every service conforms")
    func conformance() async {
        let findings = await PluginConformance.check(
            Keeper.self, samples: [.init("keeper.visit", json: visit), .init("keeper.text", json: visit)])
        #expect(findings == [])
    }

    /// The operations by name.
    private static func manifest() throws -> [String: JSONValue] {
        let bytes = export(Keeper.self).pointee.manifest
        let text = UnsafeRawBufferPointer(start: bytes.data, count: bytes.size)
        guard case .array(let operations)? = try JSONValue(parsing: Array(text))["operations"] else { return [:] }
        var byName: [String: JSONValue] = [:]
        for operation in operations {
            if case .string(let name)? = operation["name"] { byName[name] = operation }
        }
        return byName
    }
}

struct DefaultBindingProblemTests {
    private struct Wrong: StatelessPlugin {
        static let manifest = Manifest<Wrong>(id: "org.example.wrong", version: "1.0.0") {
            Operation("wrong.run", "Runs.", run).http(.get, "run").queue("My queue").schedule("0 3 * *")
                .schedule("0 3 * * *", zone: "").schedule(every: .zero)
        }
        func run(job: Job) async throws -> Named { Named(name: "") }
    }

    @Test("bindings that no host could make are the author's to mend")
    func problems() async {
        let found = await #expect(throws: PluginFindings.self) { _ = try await PluginHarness(Wrong.self) }
        #expect(
            found?.findings.map(\.message) == [
                "The route run of wrong.run has to begin with a slash.",
                "The queue \"My queue\" of wrong.run has to be words of a-z, 0-9, _ and - joined by dots.",
                "The schedule \"0 3 * *\" of wrong.run has 4 fields; it needs five: minute, hour, day of month, month, "
                    + "day of week.",
                "The schedule of wrong.run has an empty zone; give one such as Asia/Seoul.",
                "The schedule of wrong.run comes every 0.0 seconds; it needs 1 ms at least.",
            ])
    }
}
