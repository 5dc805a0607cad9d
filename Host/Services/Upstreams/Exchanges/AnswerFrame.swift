import HostServiceRequests
import HostTransfers

/// An answer as plugins get it: one line of JSON with status and headers, a newline, and the body.
enum AnswerFrame {
    static func bytes(_ head: TransferHead, body: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        let headers = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 8 }
        bytes.reserveCapacity(40 + headers + body.count)
        bytes += #"{"status":"#.utf8
        bytes += String(head.status).utf8
        bytes += #","headers":["#.utf8
        var isFirst = true
        for (name, value) in head.headers {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes.append(UInt8(ascii: "["))
            QuotedText.write(name, to: &bytes)
            bytes.append(UInt8(ascii: ","))
            QuotedText.write(value, to: &bytes)
            bytes.append(UInt8(ascii: "]"))
        }
        bytes += "]}\n".utf8
        bytes += body
        return bytes
    }
}
