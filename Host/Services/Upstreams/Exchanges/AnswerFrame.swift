import HostObservability
import HostTransfers

/// An answer as plugins get it: one line of JSON with status and headers, a newline, and the body.
enum AnswerFrame {
    static func bytes(_ head: TransferHead, body: [UInt8] = []) -> [UInt8] {
        let headers = head.headers.map { JSONText.array([JSONText.quoted($0.name), JSONText.quoted($0.value)]) }
        let line = JSONText.object([("status", String(head.status)), ("headers", JSONText.array(headers))])
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.utf8.count + 1 + body.count)
        bytes += line.utf8
        bytes.append(UInt8(ascii: "\n"))
        bytes += body
        return bytes
    }
}
