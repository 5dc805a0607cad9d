import CPluginABI

/// Headers of a result, as C reads them.
enum ABIHeaders {
    /// Calls `body` with headers that live until it returns.
    static func lend<Result>(
        _ headers: [(name: String, value: String)], _ body: (UnsafePointer<proctor_header>?, UInt64) -> Result
    ) -> Result {
        guard !headers.isEmpty else { return body(nil, 0) }
        // One block for all texts: its address is known only once it is whole.
        var block: [UInt8] = []
        var ends: [Int] = []
        for text in headers.flatMap({ [$0.name, $0.value] }) {
            block.append(contentsOf: text.utf8)
            ends.append(block.count)
        }
        return block.withUnsafeBytes { block in
            func text(_ index: Int) -> proctor_bytes {
                let start = index == 0 ? 0 : ends[index - 1]
                return proctor_bytes(UnsafeRawBufferPointer(rebasing: block[start..<ends[index]]))
            }
            let fields = headers.indices.map { proctor_header(name: text(2 * $0), value: text(2 * $0 + 1)) }
            return fields.withUnsafeBufferPointer { body($0.baseAddress, UInt64($0.count)) }
        }
    }
}
