import CPluginABI
import Synchronization

/// One configured plugin between create and destroy: takes jobs from the host and ends each of them once.
final class Instance: Sendable {
    typealias Preparation = @Sendable (Job, UnsafeRawBufferPointer) throws -> @Sendable () async throws -> Answer

    private let plugin: any Plugin
    private let operations: [String: Preparation]
    private let connection: HostConnection
    private let calls: ServiceCalls
    private let threads: any WorkerThreads
    private let executor: WorkerExecutor
    private let jobs = Mutex<[UInt64: JobState]>([:])

    private init(
        plugin: any Plugin, operations: [String: Preparation], connection: HostConnection, calls: ServiceCalls,
        threads: any WorkerThreads, executor: WorkerExecutor
    ) {
        self.plugin = plugin
        self.operations = operations
        self.connection = connection
        self.calls = calls
        self.threads = threads
        self.executor = executor
    }

    /// Makes the plugin; blocks the calling thread until its `init` is done. - Throws: what that throws.
    static func make<Made: Plugin>(
        _ type: Made.Type, settings: Made.Configuration, host: UnsafePointer<proctor_host>
    ) throws -> Instance {
        let connection = HostConnection(host)
        let calls = ServiceCalls(connection)
        let threads: any WorkerThreads =
            HostThreads(connection) ?? OwnThreads(limit: max(Made.manifest.maxConcurrency, 4) + 1)
        let executor = WorkerExecutor(threads: threads)
        do {
            let plugin = try Rendezvous.run(on: executor) {
                try await Made(settings: settings, host: Host(connection: connection, calls: calls, token: 0))
            }
            let operations = Made.manifest.operations.map { operation in
                (operation.name, { job, payload in try operation.prepare(plugin, job, payload) } as Preparation)
            }
            return Instance(
                plugin: plugin, operations: Dictionary(operations) { first, _ in first }, connection: connection,
                calls: calls, threads: threads, executor: executor)
        } catch {
            threads.close()
            connection.close()
            throw error
        }
    }

    func start() throws {
        connection.openServices()
        let plugin = plugin
        try Rendezvous.run(on: executor) { try await plugin.start() }
    }

    /// Decodes on the calling worker, which then runs the handler up to its first suspension.
    ///
    /// - Throws: `Failure` when the job is not taken.
    func submit(_ job: proctor_job) throws {
        let name = job.operation.text
        guard let prepare = operations[name] else {
            let known = operations.keys.sorted().joined(separator: ", ")
            throw Failure(
                status: PROCTOR_UNSUPPORTED, code: "operation.unknown",
                message: "There is no operation \"\(name)\"; there are \(known).")
        }
        let state = JobState(
            job, host: Host(connection: connection, calls: calls, token: job.token), executor: executor)
        jobs.withLock { $0[job.token] = state }
        // A cancel that came before the line above found no job: the host's own mark is asked once, now that it would.
        if state.isCancelledByHost { state.cancel() }
        do {
            let handler = try prepare(Job(state), job.payload.buffer)
            Task.immediate(executorPreference: executor) { await self.run(handler, state) }
        } catch {
            complete(state, .failure(Failure(error, jobCancelled: false)))
        }
    }

    func cancel(_ token: UInt64) { job(token)?.cancel() }

    func streamIsWritable(_ token: UInt64) { job(token)?.writable.open() }

    func reply(_ tag: UInt64, _ status: proctor_status, _ bytes: UnsafeRawBufferPointer) {
        calls.reply(tag, status, bytes)
    }

    func stop() {
        let plugin = plugin
        try? Rendezvous.run(on: executor) { await plugin.stop() }  // it throws nothing
        calls.close()
        threads.close()
    }

    /// The host frees its table after this.
    func close() {
        calls.close()
        threads.close()
        connection.close()
    }

    private func job(_ token: UInt64) -> JobState? { jobs.withLock { $0[token] } }

    private func run(_ handler: @Sendable () async throws -> Answer, _ state: JobState) async {
        state.beginHandler()
        let outcome: Result<Answer, Failure>
        do {
            outcome = .success(try await handler())
        } catch {
            outcome = .failure(Failure(error, jobCancelled: state.isCancelled))
        }
        await state.endHandler()
        complete(state, outcome)
    }

    /// The job leaves the table first: once the host knows, it may stop this instance.
    private func complete(_ state: JobState, _ outcome: Result<Answer, Failure>) {
        jobs.withLock { $0[state.token] = nil }
        var result = proctor_result()
        result.struct_size = UInt32(MemoryLayout<proctor_result>.size)
        switch outcome {
        case .success(let answer):
            result.status = PROCTOR_OK
            answer.withBytes { bytes, mediaType in
                result.payload = proctor_bytes(bytes)
                (mediaType ?? "").withABIBytes { mediaType in
                    result.media_type = mediaType
                    ABIHeaders.lend(answer.headers) { headers, count in
                        result.headers = headers
                        result.header_count = count
                        send(result, for: state.token)
                    }
                }
            }
        case .failure(let failure):
            result.status = failure.status
            var error = ABIError.make(for: failure)
            (failure.body?.text ?? "").withABIBytes { body in
                result.payload = body
                withUnsafePointer(to: &error) { error in
                    result.error = error
                    send(result, for: state.token)
                }
            }
        }
    }

    private func send(_ result: proctor_result, for token: UInt64) {
        _ = connection.use { host in
            withUnsafePointer(to: result) { host.complete?(host.self_, token, $0) }
        }
    }
}
