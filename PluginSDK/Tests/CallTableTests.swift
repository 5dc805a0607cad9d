import Glibc
import PluginSDK
import Synchronization
import Testing

/// A host in C's terms, as small as it can be: what completes is kept.
private final class SmallHost: Sendable {
    struct Completion: Equatable {
        let token: UInt64
        let status: proctor_status
        let text: String
    }

    let completions = Mutex<[Completion]>([])
    let writableAsked = Atomic<Int>(0)
    let semaphore = Counter()
}

/// Counts up, and lets a thread wait for a count.
private final class Counter: @unchecked Sendable {  // guarded by `mutex`
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var count = 0

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    func increment() {
        pthread_mutex_lock(mutex)
        count += 1
        pthread_cond_broadcast(arrival)
        pthread_mutex_unlock(mutex)
    }

    func wait(for wanted: Int) {
        pthread_mutex_lock(mutex)
        while count < wanted { pthread_cond_wait(arrival, mutex) }
        pthread_mutex_unlock(mutex)
    }
}

private func smallHost(_ context: UnsafeMutableRawPointer?) -> SmallHost? {
    context.map { Unmanaged<SmallHost>.fromOpaque($0).takeUnretainedValue() }
}

private func complete(_ context: UnsafeMutableRawPointer?, _ token: UInt64, _ result: UnsafePointer<proctor_result>?) {
    guard let host = smallHost(context), let result = result?.pointee else { return }
    let bytes = UnsafeRawBufferPointer(start: result.payload.data, count: result.payload.size)
    let completion = SmallHost.Completion(
        token: token, status: result.status, text: String(decoding: bytes, as: UTF8.self))
    host.completions.withLock { $0.append(completion) }
    host.semaphore.increment()
}

private func emit(_ context: UnsafeMutableRawPointer?, _ token: UInt64, _ piece: proctor_bytes) -> proctor_status {
    guard let host = smallHost(context) else { return PROCTOR_CANCELLED }
    if host.writableAsked.add(1, ordering: .relaxed).oldValue == 0 {
        host.semaphore.increment()
        return PROCTOR_BUSY
    }
    return PROCTOR_OK
}

private func call(
    _ context: UnsafeMutableRawPointer?, _ token: UInt64, _ tag: UInt64, _ service: proctor_bytes,
    _ request: proctor_bytes
) -> proctor_status {
    smallHost(context)?.semaphore.increment()
    return PROCTOR_OK
}

/// Runs each step on a pthread of its own, which Swift's concurrency never made.
private func onForeignThread(_ body: @escaping @Sendable () -> Void) {
    final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Body(body)).toOpaque()
    pthread_create(
        &thread, nil,
        { context in
            guard let context else { return nil }
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }, context)
    pthread_join(thread, nil)
}

private struct Driven: @unchecked Sendable {  // pointers that live as long as the test
    let table: UnsafePointer<proctor_plugin>
    let host: UnsafeMutablePointer<proctor_host>
    let instance: UnsafeMutablePointer<OpaquePointer?>

    func submit(_ token: UInt64, _ operation: String, _ payload: String) -> proctor_status {
        var operation = operation
        var payload = payload
        return operation.withUTF8 { operation in
            payload.withUTF8 { payload in
                var job = proctor_job()
                job.struct_size = UInt32(MemoryLayout<proctor_job>.size)
                job.token = token
                job.attempt = 1
                job.operation = proctor_bytes(data: operation.baseAddress, size: operation.count)
                job.payload = proctor_bytes(data: payload.baseAddress, size: payload.count)
                var error = proctor_error()
                error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
                return table.pointee.submit(instance.pointee, &job, &error)
            }
        }
    }
}

struct CallTableTests {
    /// A callback that Swift took for the main actor's would trap on these threads.
    @Test func everyFunctionWorksOnAForeignThread() throws {
        let host = SmallHost()
        let driven = Driven(
            table: export(Scale.self), host: .allocate(capacity: 1), instance: .allocate(capacity: 1))
        defer {
            driven.host.deallocate()
            driven.instance.deallocate()
        }
        var table = proctor_host()
        table.struct_size = UInt32(MemoryLayout<proctor_host>.size)
        table.`self` = Unmanaged.passUnretained(host).toOpaque()
        table.complete = complete
        table.emit = emit
        table.call = call
        driven.host.initialize(to: table)
        driven.instance.initialize(to: nil)

        onForeignThread {
            #expect(driven.table.pointee.validate(proctor_bytes(), nil) == PROCTOR_OK)
        }
        onForeignThread {
            #expect(
                driven.table.pointee.create(driven.host, proctor_bytes(), driven.instance, nil) == PROCTOR_OK)
        }
        onForeignThread { #expect(driven.table.pointee.start(driven.instance.pointee, nil) == PROCTOR_OK) }
        onForeignThread { #expect(driven.submit(1, "scale.apply", #"{"value":1}"#) == PROCTOR_OK) }
        host.semaphore.wait(for: 1)
        onForeignThread { #expect(driven.submit(2, "scale.count", #"{"value":2}"#) == PROCTOR_OK) }
        host.semaphore.wait(for: 2)
        onForeignThread { driven.table.pointee.on_writable(driven.instance.pointee, 2) }
        host.semaphore.wait(for: 3)
        onForeignThread { #expect(driven.submit(3, "scale.ask", "") == PROCTOR_OK) }
        host.semaphore.wait(for: 4)
        onForeignThread {
            driven.table.pointee.on_reply(driven.instance.pointee, 1, PROCTOR_OK, proctor_bytes())
            driven.table.pointee.on_reply(driven.instance.pointee, 1, PROCTOR_OK, proctor_bytes())
        }
        host.semaphore.wait(for: 5)
        onForeignThread { #expect(driven.submit(4, "scale.wait", "") == PROCTOR_OK) }
        onForeignThread {
            driven.table.pointee.cancel(driven.instance.pointee, 4)
            driven.table.pointee.cancel(driven.instance.pointee, 99)
        }
        host.semaphore.wait(for: 6)
        onForeignThread { driven.table.pointee.stop(driven.instance.pointee) }
        onForeignThread { driven.table.pointee.destroy(driven.instance.pointee) }

        #expect(
            host.completions.withLock { $0 } == [
                .init(token: 1, status: PROCTOR_OK, text: #"{"value":2}"#),
                .init(token: 2, status: PROCTOR_OK, text: ""),
                .init(token: 3, status: PROCTOR_OK, text: #"{"value":0}"#),
                .init(token: 4, status: PROCTOR_CANCELLED, text: ""),
            ])
    }

    @Test func theTableIsTheSameEveryTimeAndItsOwnForEachPlugin() {
        #expect(export(Scale.self) == export(Scale.self))
        #expect(export(Scale.self) != export(Stateless.self))
        #expect(export(Scale.self).pointee.magic == PROCTOR_MAGIC)
    }

    @Test func anErrorStructThatEndsEarlyIsNotWrittenBeyondItsEnd() {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)
        defer { memory.deallocate() }
        for size in [0, 4, 8, 16, 40, 80, 600] {
            memory.initializeMemory(as: UInt8.self, repeating: 0xAA, count: 1024)
            memory.storeBytes(of: UInt32(size), as: UInt32.self)
            var text = #"{"factor": 11}"#
            let status = text.withUTF8 { bytes in
                export(Scale.self).pointee.validate(
                    proctor_bytes(data: bytes.baseAddress, size: bytes.count),
                    memory.assumingMemoryBound(to: proctor_error.self))
            }
            #expect(status == PROCTOR_REJECT)
            #expect(memory.load(as: UInt32.self) == UInt32(size))
            let end = min(max(size, 4), MemoryLayout<proctor_error>.size)
            let rest = UnsafeRawBufferPointer(start: memory + end, count: 1024 - end)
            #expect(rest.allSatisfy { $0 == 0xAA }, "size \(size)")
        }
    }

    @Test func aLongMessageIsCutBetweenCharacters() {
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        let names = (0..<40).map { "\"없는설정\($0)\":1" }.joined(separator: ",")
        var text = "{\(names)}"
        _ = text.withUTF8 { bytes in
            let configuration = proctor_bytes(data: bytes.baseAddress, size: bytes.count)
            return export(Scale.self).pointee.validate(configuration, &error)
        }
        let message = withUnsafeBytes(of: error.message) { bytes in
            String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        #expect(message?.hasSuffix("more") == true)
    }
}
