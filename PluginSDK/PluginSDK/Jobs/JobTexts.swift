import CPluginABI

/// A job's id, operation and headers, copied from the host's memory in one block.
struct JobTexts: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ job: proctor_job) {
        let count = job.headers == nil ? 0 : Int(clamping: job.header_count)
        let headers = UnsafeBufferPointer(start: job.headers, count: count)
        bytes.reserveCapacity(256)
        ends.reserveCapacity(1 + 2 * headers.count)
        append(job.id)
        for header in headers {
            append(header.name)
            append(header.value)
        }
    }

    init(id: String, headers: [String: String]) {
        append(Array(id.utf8))
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            append(Array(name.lowercased().utf8))
            append(Array(value.utf8))
        }
    }

    private mutating func append(_ text: proctor_bytes) {
        bytes.append(contentsOf: text.buffer)
        ends.append(bytes.count)
    }

    private mutating func append(_ text: [UInt8]) {
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
    }

    var id: String { text(0) }

    func header(_ name: String) -> String? {
        for index in stride(from: 1, to: ends.count, by: 2) where piece(index).elementsEqual(name.utf8) {
            return text(index + 1)
        }
        return nil
    }

    var headers: [String: String] {
        var all: [String: String] = [:]
        for index in stride(from: 1, to: ends.count, by: 2) { all[text(index)] = text(index + 1) }
        return all
    }

    private func piece(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    private func text(_ index: Int) -> String { String(decoding: piece(index), as: UTF8.self) }
}
