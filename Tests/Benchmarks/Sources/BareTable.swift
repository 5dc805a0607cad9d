import CPluginABI
import Glibc

/// A plugin's table with nothing of the host around it: a job's structures are filled in, submit is called, and the
/// plugin completes into a function that counts. Only for plugins that complete before submit returns and ask nothing
/// of their host.
final class BareTable {
    private let table: proctor_plugin
    private let operation: [UInt8]
    private let payload: [UInt8]
    private let host = UnsafeMutablePointer<proctor_host>.allocate(capacity: 1)
    private let completed = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    private let instance: OpaquePointer

    init(_ table: proctor_plugin, _ load: DispatchLoad) throws {
        (self.table, operation, payload) = (table, Array(load.operation.utf8), load.payload)
        completed.initialize(to: 0)
        host.initialize(
            to: proctor_host(
                struct_size: UInt32(MemoryLayout<proctor_host>.size), abi_major: UInt16(PROCTOR_ABI_MAJOR),
                abi_minor: UInt16(PROCTOR_ABI_MINOR), self: completed, complete: bareComplete, emit: nil,
                cancelled: nil, log: nil, call: nil, extension: nil))
        var made: OpaquePointer?
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        let config = StaticString("{}")
        let isMade =
            table.create(host, proctor_bytes(data: config.utf8Start, size: config.utf8CodeUnitCount), &made, &error)
            == PROCTOR_OK
        guard isMade, let made, table.start(made, &error) == PROCTOR_OK else {
            throw BenchmarkFailure("the plugin gives no instance")
        }
        instance = made
    }

    /// Ends the instance. The tables stay, as a plugin may keep what it was given.
    func close() {
        table.stop(instance)
        table.destroy(instance)
    }

    /// CPU seconds of so many jobs, on the calling thread.
    func seconds(jobs: Int) throws -> Double {
        completed.pointee = 0
        let began = ProcessTime.now(CLOCK_THREAD_CPUTIME_ID)
        for number in 0..<jobs { submit(UInt64(number)) }
        let spent = ProcessTime.now(CLOCK_THREAD_CPUTIME_ID) - began
        guard completed.pointee == jobs else { throw BenchmarkFailure("the plugin did not complete every job") }
        return spent
    }

    private func submit(_ token: UInt64) {
        let (id, name, value) = (StaticString("1201:0"), StaticString("content-type"), StaticString("application/json"))
        operation.withUnsafeBytes { operation in
            payload.withUnsafeBytes { payload in
                var error = proctor_error()
                error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
                var header = proctor_header(name: Self.bytes(name), value: Self.bytes(value))
                withUnsafePointer(to: &header) { headers in
                    var job = proctor_job()
                    job.struct_size = UInt32(MemoryLayout<proctor_job>.size)
                    job.attempt = 1
                    job.token = token
                    job.id = Self.bytes(id)
                    job.operation = proctor_bytes(data: operation.baseAddress, size: operation.count)
                    job.payload = proctor_bytes(data: payload.baseAddress, size: payload.count)
                    job.headers = headers
                    job.header_count = 1
                    _ = table.submit(instance, &job, &error)
                }
            }
        }
    }

    private static func bytes(_ text: StaticString) -> proctor_bytes {
        proctor_bytes(data: text.utf8Start, size: text.utf8CodeUnitCount)
    }
}

/// The host's `complete` without a host: counts what came as OK.
private func bareComplete(_ own: UnsafeMutableRawPointer?, _ token: UInt64, _ result: UnsafePointer<proctor_result>?) {
    guard let own, let result, result.pointee.status == PROCTOR_OK else { return }
    own.assumingMemoryBound(to: Int.self).pointee += 1
}
