import CPluginABI

/// A job's texts - id, operation, headers - in one block of memory, laid out once and lent to the plugin as it is.
public struct JobEnvelope: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// - Parameters:
    ///   - id: stable across attempts.
    ///   - operation: `grading.grade`.
    ///   - headers: lower-case names, each at most once.
    public init(id: String, operation: String, headers: [(name: String, value: String)]) {
        bytes.reserveCapacity(id.utf8.count + operation.utf8.count + headers.count * 48)
        ends.reserveCapacity(2 + headers.count * 2)
        append(id)
        append(operation)
        for header in headers {
            append(header.name)
            append(header.value)
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
    }

    public var id: String { text(0) }
    public var operation: String { text(1) }

    /// All headers, as they were given.
    public var headers: [(name: String, value: String)] {
        stride(from: 2, to: ends.count, by: 2).map { (text($0), text($0 + 1)) }
    }

    /// The value of a header, by its lower-case name.
    public func header(_ name: String) -> String? {
        for index in stride(from: 2, to: ends.count, by: 2) where text(index) == name { return text(index + 1) }
        return nil
    }

    private func text(_ index: Int) -> String {
        String(decoding: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
    }

    /// Calls `body` with an ABI job that has this envelope's texts; everything in it is valid until `body` returns.
    func withJob<Result>(_ body: (inout proctor_job) -> Result) -> Result {
        bytes.withUnsafeBytes { block in
            func piece(_ index: Int) -> proctor_bytes {
                let start = index == 0 ? 0 : ends[index - 1]
                return proctor_bytes(data: block.baseAddress.map { $0 + start }, size: ends[index] - start)
            }
            let count = (ends.count - 2) / 2
            return withUnsafeTemporaryAllocation(of: proctor_header.self, capacity: max(count, 1)) { headers in
                for index in 0..<count {
                    headers.initializeElement(
                        at: index, to: proctor_header(name: piece(2 + index * 2), value: piece(3 + index * 2)))
                }
                var job = proctor_job()
                job.struct_size = UInt32(MemoryLayout<proctor_job>.size)
                job.id = piece(0)
                job.operation = piece(1)
                job.headers = count == 0 ? nil : UnsafePointer(headers.baseAddress)
                job.header_count = UInt64(count)
                return body(&job)
            }
        }
    }
}
