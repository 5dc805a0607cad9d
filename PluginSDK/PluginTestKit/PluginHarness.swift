import PluginSDK

/// Drives a plugin through its exported C table, as a host does: an author's test without a host.
///
///     let harness = try await PluginHarness(Curve.self, settings: #"{"mean": 70}"#)
///     let answer = try await harness.call("curve.apply", json: #"{"raw": 40}"#)
///     #expect(answer.json == ["value": 60])
///     try await harness.finish()
///
/// `finish` throws a sentence for each rule that the plugin broke meanwhile: jobs completed twice or never, cancel
/// ignored, threads held too long, pieces sent to nobody. May be used from any task, several jobs at once.
public final class PluginHarness: Sendable {
    private let table: PluginTable
    private let host: TestHost
    private let instance: InstancePointer
    private let limits: HarnessLimits

    /// Creates and starts an instance.
    ///
    /// - Parameters:
    ///   - settings: JSON, as `config:` in plugins.yaml.
    ///   - memory: answers `store/1`, `blobs/1`, `queue/1`, `http/1` and `sql/1`.
    ///   - services: is asked first, by service and request: for other services, and to let one of `memory` fail.
    /// - Throws: `PluginFindings` when the table is wrong; `PluginRefusal` when the plugin says no.
    public convenience init<Tested: Plugin>(
        _ plugin: Tested.Type, settings: String = "{}", limits: HarnessLimits = HarnessLimits(),
        memory: MemoryServices = MemoryServices(),
        services: @escaping @Sendable (String, [UInt8]) -> ServiceReply? = { _, _ in nil }
    ) async throws {
        try await self.init(
            entry: { export(plugin) }, settings: settings, limits: limits, memory: memory, services: services)
    }

    /// The same for a plugin in any language, by its entry.
    public init(
        entry: @Sendable () -> UnsafePointer<proctor_plugin>?, settings: String = "{}",
        limits: HarnessLimits = HarnessLimits(), memory: MemoryServices = MemoryServices(),
        services: @escaping @Sendable (String, [UInt8]) -> ServiceReply? = { _, _ in nil }
    ) async throws {
        let table = try TableCheck.table(from: entry)
        let host = TestHost(plugin: table, limits: limits) { service, request, caller in
            services(service, request) ?? memory.answer(service, request, for: caller)
        }
        self.table = table
        self.host = host
        self.limits = limits
        do {
            try await ControlCalls.validate(table, settings)
            instance = try await ControlCalls.create(table, host, settings)
            host.attach(instance)
            do {
                try await ControlCalls.start(table, instance)
            } catch {
                await ControlCalls.end(table, instance, stops: false)
                throw error
            }
        } catch {
            host.threads.close(joining: true)
            throw error
        }
    }

    /// Runs one job to its end.
    /// - Throws: `PluginFinding` when it takes longer than `limits.completion`.
    public func call(
        _ operation: String, _ payload: [UInt8], headers: [String: String] = [:]
    ) async throws -> HarnessAnswer {
        try await submit(operation, payload, headers: headers).answer()
    }

    /// Runs one job with a JSON payload to its end. - Throws: as `call`.
    public func call(
        _ operation: String, json: String, headers: [String: String] = [:]
    ) async throws -> HarnessAnswer {
        let all = headers.merging(["content-type": "application/json"]) { given, _ in given }
        return try await call(operation, Array(json.utf8), headers: all)
    }

    /// Starts one job.
    ///
    /// - Parameters:
    ///   - deadline: from now; nil: none.
    ///   - readsEagerly: false leaves the pieces of a stream unread until `RunningJob.read()`.
    public func submit(
        _ operation: String, _ payload: [UInt8], headers: [String: String] = [:], attempt: UInt32 = 1,
        deadline: Duration? = nil, readsEagerly: Bool = true
    ) -> RunningJob {
        let token = host.records.open(
            operation, caller: ServiceCaller(headers: headers), readsEagerly: readsEagerly)
        let job = LentJob(
            token: token, attempt: attempt, deadline: deadline, operation: operation, payload: payload,
            headers: headers)
        let (table, instance, records) = (table, instance, host.records)
        host.threads.run {
            var error = proctor_error()
            error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
            let status = job.submit(to: table, instance, &error)
            if status != PROCTOR_OK { records.refuse(token, HarnessAnswer(status: status, error: error)) }
        }
        return RunningJob(
            token: token, operation: operation, table: table, instance: instance, host: host, limits: limits)
    }

    /// What the plugin logged so far.
    public var logs: [LoggedLine] { host.observed.withLock { $0.logs } }
    /// Its metrics by name and labels: `sheets_total{"result":"ok"}`.
    public var metrics: [String: Double] { host.observed.withLock { $0.metrics } }
    /// The names of its finished spans.
    public var spans: [String] { host.observed.withLock { $0.spans } }
    /// The rules that it broke so far.
    public var findings: [PluginFinding] { host.records.findings }

    /// Stops and destroys the instance. To be called once, at the end.
    ///
    /// - Throws: `PluginFindings` with everything that was found, jobs that are still open included. Then the
    ///   instance is left as it is: stopping it under its own jobs would say nothing about it.
    public func finish() async throws {
        let left = host.records.openJobs
        for job in left {
            host.records.cancel(job.token)
            table.value.cancel?(instance.value, job.token)
            _ = await host.records.wait(job.token, atMost: limits.cancellation) { $0.answer != nil }
            host.records.find("job.left_open", "\(job.operation) still had an open job when the plugin was to stop.")
        }
        let isQuiet = host.records.openJobs.isEmpty
        if isQuiet { await ControlCalls.end(table, instance, stops: true) }
        host.attach(nil)
        let threads = host.threads
        await TestThreads.onControlThread { threads.close(joining: isQuiet) }
        let findings = host.records.findings
        if !findings.isEmpty { throw PluginFindings(findings) }
    }
}
