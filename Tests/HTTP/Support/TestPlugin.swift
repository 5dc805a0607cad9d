import CPluginABI
import HostObservability
import HostThreads
import Synchronization

/// A plugin made of one table, in the test's own process.
///
/// | Operation | Does |
/// |---|---|
/// | test.echo | answers with its payload |
/// | test.seen | answers with its id, headers and payload as JSON |
/// | test.stream | `COUNT SIZE`: emits COUNT pieces of SIZE bytes, waiting whenever the host has no room |
/// | test.quiet | emits one piece, waits for ``release()``, emits another |
/// | test.break | emits one piece and fails |
/// | test.hold | waits until it is cancelled |
/// | test.wait | waits for ``release()`` |
/// | test.headers | answers `{}` with the headers that its payload has: names and values with a NUL behind each |
final class TestPlugin: @unchecked Sendable {  // all mutable state is guarded by `monitor`
    struct Counts {
        var taken = 0
        var busy = 0
        var emitted = 0
        var cancelled = 0
    }

    /// By the configuration that the instance was made with, which names it.
    private static let instances = Mutex<[String: TestPlugin]>([:])

    private let host: UnsafePointer<proctor_host>
    private let monitor = Monitor()
    private var state = Counts()
    private var cancelledTokens: Set<UInt64> = []
    private var isReleased = false
    private var writableCalls = 0

    private init(_ host: UnsafePointer<proctor_host>) { self.host = host }

    static func named(_ name: String) -> TestPlugin? { instances.withLock { $0[name] } }

    var counts: Counts { monitor.locked { state } }

    /// Lets jobs of test.quiet and test.wait go on, now and from now on.
    func release() {
        monitor.locked {
            isReleased = true
            monitor.broadcast()
        }
    }

    // MARK: The table

    static var table: proctor_plugin {
        proctor_plugin(
            magic: PROCTOR_MAGIC, struct_size: UInt32(MemoryLayout<proctor_plugin>.size),
            abi_major: UInt16(PROCTOR_ABI_MAJOR), abi_minor: UInt16(PROCTOR_ABI_MINOR), max_concurrency: 0,
            id: proctor_bytes(), version: proctor_bytes(), manifest: proctor_bytes(),
            validate: { _, _ in PROCTOR_OK },
            create: { host, config, out, _ in
                guard let host, let out else { return PROCTOR_FATAL }
                let plugin = TestPlugin(host)
                TestPlugin.instances.withLock { $0[TestPlugin.text(config)] = plugin }
                out.pointee = OpaquePointer(Unmanaged.passRetained(plugin).toOpaque())
                return PROCTOR_OK
            },
            start: { _, _ in PROCTOR_OK },
            submit: { instance, job, _ in
                guard let plugin = TestPlugin.plugin(instance), let job else { return PROCTOR_FATAL }
                return plugin.run(job.pointee)
            },
            cancel: { instance, token in TestPlugin.plugin(instance)?.cancel(token) },
            on_writable: { instance, _ in TestPlugin.plugin(instance)?.writable() },
            on_reply: { _, _, _, _ in }, stop: { _ in },
            destroy: { instance in
                guard let instance else { return }
                Unmanaged<TestPlugin>.fromOpaque(UnsafeRawPointer(instance)).release()
            },
            extension: { _, _ in nil })
    }

    private static func plugin(_ instance: OpaquePointer?) -> TestPlugin? {
        instance.map { Unmanaged<TestPlugin>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
    }

    private static func text(_ bytes: proctor_bytes) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes.data, count: bytes.size), as: UTF8.self)
    }

    // MARK: Jobs

    private func run(_ job: proctor_job) -> proctor_status {
        monitor.locked { state.taken += 1 }
        let payload = Self.text(job.payload)
        switch Self.text(job.operation) {
        case "test.seen": complete(job.token, PROCTOR_OK, seen(job, payload))
        case "test.stream": stream(job.token, payload)
        case "test.quiet":
            _ = emit(job.token, Array("first".utf8))
            waitForRelease()
            _ = emit(job.token, Array("last".utf8))
            complete(job.token, PROCTOR_OK)
        case "test.break":
            _ = emit(job.token, Array("first".utf8))
            complete(job.token, PROCTOR_REJECT)
        case "test.hold":
            waitForCancel(job.token)
            complete(job.token, PROCTOR_CANCELLED)
        case "test.headers":
            let texts = payload.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
            complete(job.token, PROCTOR_OK, Array("{}".utf8), headers: texts)
        case "test.wait":
            waitForRelease()
            complete(job.token, PROCTOR_OK, Array("{}".utf8))
        default:
            complete(
                job.token, PROCTOR_OK,
                Array(UnsafeRawBufferPointer(start: job.payload.data, count: job.payload.size)))
        }
        return PROCTOR_OK
    }

    private func seen(_ job: proctor_job, _ payload: String) -> [UInt8] {
        let headers = UnsafeBufferPointer(start: job.headers, count: Int(job.header_count))
            .map { (Self.text($0.name), JSONText.quoted(Self.text($0.value))) }
        return Array(
            JSONText.object([
                ("id", JSONText.quoted(Self.text(job.id))), ("headers", JSONText.object(headers)),
                ("payload", JSONText.quoted(payload)),
            ]).utf8)
    }

    private func stream(_ token: UInt64, _ payload: String) {
        let numbers = payload.split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2 else { return complete(token, PROCTOR_REJECT) }
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: numbers[1])
        for _ in 0..<numbers[0] {
            let status = emit(token, piece)
            guard status == PROCTOR_OK else {
                monitor.locked { state.cancelled += 1 }
                return complete(token, PROCTOR_CANCELLED)
            }
            monitor.locked { state.emitted += 1 }
        }
        complete(token, PROCTOR_OK)
    }

    /// Sends one piece, again after each call of on_writable, until it is taken.
    private func emit(_ token: UInt64, _ piece: [UInt8]) -> proctor_status {
        while true {
            let before = monitor.locked { writableCalls }
            let status = piece.withUnsafeBytes {
                host.pointee.emit(host.pointee.`self`, token, proctor_bytes(data: $0.baseAddress, size: $0.count))
            }
            guard status == PROCTOR_BUSY else { return status }
            monitor.locked {
                state.busy += 1
                while writableCalls == before, !cancelledTokens.contains(token) { monitor.wait() }
            }
        }
    }

    /// - Parameter headers: names and values by turns.
    private func complete(
        _ token: UInt64, _ status: proctor_status, _ payload: [UInt8] = [], headers: [String] = []
    ) {
        let texts = headers.map { Self.copy($0) }
        defer { for text in texts { text.data?.deallocate() } }
        let fields = stride(from: 0, to: texts.count - 1, by: 2).map {
            proctor_header(name: texts[$0], value: texts[$0 + 1])
        }
        payload.withUnsafeBytes { payload in
            fields.withUnsafeBufferPointer { fields in
                var result = proctor_result()
                result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
                result.status = status
                result.payload = proctor_bytes(data: payload.baseAddress, size: payload.count)
                result.headers = fields.baseAddress
                result.header_count = UInt64(fields.count)
                host.pointee.complete(host.pointee.`self`, token, &result)
            }
        }
    }

    /// To be given back.
    private static func copy(_ text: String) -> proctor_bytes {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, text.utf8.count), alignment: 1)
        memory.copyBytes(from: text.utf8)
        return proctor_bytes(data: UnsafeRawPointer(memory.baseAddress), size: text.utf8.count)
    }

    private func cancel(_ token: UInt64) {
        monitor.locked {
            cancelledTokens.insert(token)
            monitor.broadcast()
        }
    }

    private func writable() {
        monitor.locked {
            writableCalls += 1
            monitor.broadcast()
        }
    }

    private func waitForCancel(_ token: UInt64) {
        monitor.locked {
            while !cancelledTokens.contains(token) { monitor.wait() }
            state.cancelled += 1
        }
    }

    private func waitForRelease() {
        monitor.locked { while !isReleased { monitor.wait() } }
    }
}
