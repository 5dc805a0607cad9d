import PluginSDK

/// A job that a harness gave to a plugin.
public struct RunningJob: Sendable {
    let token: UInt64
    let operation: String
    let table: PluginTable
    let instance: InstancePointer
    let host: TestHost
    let limits: HarnessLimits

    /// Waits for the end.
    /// - Throws: `PluginFinding` when it does not come in time: within `limits.cancellation` once the job was
    ///   cancelled, else within `limits.completion`.
    public func answer() async throws -> HarnessAnswer {
        let isCancelled = host.records.record(token)?.isCancelled == true
        let limit = isCancelled ? limits.cancellation : limits.completion
        if await host.records.wait(token, atMost: limit, until: { $0.answer != nil }),
            let answer = host.records.record(token)?.answer
        {
            return answer
        }
        let finding =
            isCancelled
            ? PluginFinding(
                code: "job.ignores_cancel",
                message: "\(operation) ignores cancel: \(limit) later its job is not over. Check job.isCancelled.")
            : PluginFinding(
                code: "job.never_completes", message: "\(operation) did not complete its job within \(limit).")
        host.records.find(finding.code, finding.message)
        throw finding
    }

    /// Says that nobody wants the answer any more.
    public func cancel() {
        host.records.cancel(token)
        table.value.cancel?(instance.value, token)
    }

    /// Reads the pieces that are there, and lets a waiting plugin go on.
    public func read() -> [[UInt8]] { host.read(token) }

    /// Waits until the plugin was told that there is no room for another piece; false when it does not come to that
    /// within `limits.completion`.
    public func becomesBusy() async -> Bool {
        await host.records.wait(token, atMost: limits.completion) { $0.isWaitingForRoom }
    }

    /// Pieces that were taken and are not read.
    public var unreadPieces: Int { host.records.record(token)?.unread.count ?? 0 }
}

/// A job's texts, kept until `submit` has returned.
struct LentJob: Sendable {
    let token: UInt64
    let attempt: UInt32
    let deadline: UInt64
    private let operation: [UInt8]
    private let payload: [UInt8]
    private let id: [UInt8]
    private let headers: [UInt8]
    private let headerSizes: [Int]

    init(
        token: UInt64, attempt: UInt32, deadline: Duration?, operation: String, payload: [UInt8],
        headers: [String: String]
    ) {
        self.token = token
        self.attempt = attempt
        self.deadline = deadline.map(TestClock.nanoseconds(in:)) ?? 0
        self.operation = Array(operation.utf8)
        self.payload = payload
        id = Array("job-\(token)".utf8)
        let texts = headers.sorted { $0.key < $1.key }.flatMap { [Array($0.key.utf8), Array($0.value.utf8)] }
        self.headers = texts.flatMap { $0 }
        headerSizes = texts.map(\.count)
    }

    func submit(to table: PluginTable, _ instance: InstancePointer, _ error: inout proctor_error) -> proctor_status {
        guard let submit = table.value.submit else { return PROCTOR_FATAL }
        return operation.withUnsafeBytes { operation in
            payload.withUnsafeBytes { payload in
                id.withUnsafeBytes { id in
                    headers.withUnsafeBytes { block in
                        let fields = headerFields(in: block)
                        return fields.withUnsafeBufferPointer { fields in
                            var job = proctor_job()
                            job.struct_size = UInt32(MemoryLayout<proctor_job>.size)
                            job.attempt = attempt
                            job.token = token
                            job.deadline_ns = deadline
                            job.id = proctor_bytes(data: id.baseAddress, size: id.count)
                            job.operation = proctor_bytes(data: operation.baseAddress, size: operation.count)
                            job.payload = proctor_bytes(data: payload.baseAddress, size: payload.count)
                            job.headers = fields.isEmpty ? nil : fields.baseAddress
                            job.header_count = UInt64(fields.count)
                            return submit(instance.value, &job, &error)
                        }
                    }
                }
            }
        }
    }

    private func headerFields(in block: UnsafeRawBufferPointer) -> [proctor_header] {
        var fields: [proctor_header] = []
        var start = 0
        func next(_ size: Int) -> proctor_bytes {
            defer { start += size }
            return proctor_bytes(data: block.baseAddress.map { $0 + start }, size: size)
        }
        for index in stride(from: 0, to: headerSizes.count, by: 2) {
            fields.append(proctor_header(name: next(headerSizes[index]), value: next(headerSizes[index + 1])))
        }
        return fields
    }
}
