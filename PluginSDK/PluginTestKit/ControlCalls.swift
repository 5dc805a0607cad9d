import Glibc
import PluginSDK

/// A plugin said no to its configuration, or could not start.
public struct PluginRefusal: Error, Sendable, CustomStringConvertible {
    /// `validate`, `create` or `start`.
    public let function: String
    public let status: proctor_status
    public let code: String
    public let message: String

    public var description: String { "\(function): \(message) (\(code))" }
}

/// The [control] functions of a table, each on a thread where it may block.
enum ControlCalls {
    static func validate(_ table: PluginTable, _ settings: String) async throws {
        try await call("validate") { error in
            settings.withBytes { table.value.validate?($0, error) ?? PROCTOR_UNSUPPORTED }
        }
    }

    static func create(_ table: PluginTable, _ host: TestHost, _ settings: String) async throws -> InstancePointer {
        try await call("create") { error in
            var instance: OpaquePointer?
            let status = settings.withBytes {
                table.value.create?(host.table, $0, &instance, error) ?? PROCTOR_UNSUPPORTED
            }
            return (status, instance.map(InstancePointer.init))
        }
    }

    static func start(_ table: PluginTable, _ instance: InstancePointer) async throws {
        try await call("start") { error in table.value.start?(instance.value, error) ?? PROCTOR_UNSUPPORTED }
    }

    static func end(_ table: PluginTable, _ instance: InstancePointer, stops: Bool) async {
        await TestThreads.onControlThread {
            if stops { table.value.stop?(instance.value) }
            table.value.destroy?(instance.value)
        }
    }

    private static func call(
        _ function: String, _ body: @escaping @Sendable (UnsafeMutablePointer<proctor_error>) -> proctor_status
    ) async throws {
        let answer = await TestThreads.onControlThread {
            var error = proctor_error()
            error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
            let status = body(&error)
            return HarnessAnswer(status: status, error: error)
        }
        if !answer.isOK {
            throw PluginRefusal(
                function: function, status: answer.status, code: answer.code, message: answer.message)
        }
    }

    private static func call(
        _ function: String,
        _ body: @escaping @Sendable (UnsafeMutablePointer<proctor_error>) -> (proctor_status, InstancePointer?)
    ) async throws -> InstancePointer {
        let (answer, instance) = await TestThreads.onControlThread {
            var error = proctor_error()
            error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
            let (status, instance) = body(&error)
            return (HarnessAnswer(status: status, error: error), instance)
        }
        if answer.isOK, let instance { return instance }
        throw PluginRefusal(
            function: function, status: answer.status, code: answer.code,
            message: answer.isOK ? "It said OK and gave no instance." : answer.message)
    }
}

extension String {
    /// Lends this text until `body` returns.
    func withBytes<Result>(_ body: (proctor_bytes) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body(proctor_bytes(data: $0.baseAddress, size: $0.count)) }
    }
}

/// CLOCK_MONOTONIC, the ABI's clock.
enum TestClock {
    static func nanoseconds(in duration: Duration) -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let (seconds, attoseconds) = duration.components
        let total = (Int64(now.tv_sec) &+ seconds) &* 1_000_000_000 &+ Int64(now.tv_nsec) &+ attoseconds / 1_000_000_000
        return UInt64(clamping: max(total, 1))
    }
}
