import Crypto
import HostDispatch

/// The ids of jobs that come as messages, and the names under which the store counts them.
enum MessageIdentity {
    /// The message's own id; for one that has none a digest of queue and body, which is the same at each delivery.
    static func job(_ properties: MessageProperties, queue: String, body: [UInt8]) -> String {
        if let id = properties.messageID {
            let plain = EnvelopeHeaders.text(id, most: 255)
            if !plain.isEmpty { return plain }
        }
        var hash = SHA256()
        hash.update(data: Array(queue.utf8))
        hash.update(data: [0])
        hash.update(data: body)
        return "amqp-" + hex(hash.finalize())
    }

    /// Counts redeliveries of a job on a queue whose broker does not: of the message itself and of each copy on the ladder
    /// apart, for a copy carries the redeliveries of those before it.
    static func redeliveryKey(queue: String, job: String, step: Int) -> String {
        "redelivered." + digest("\(queue)\0\(step)", job)
    }

    /// Counts how often a host died while a job was inside a plugin; the same whether the id comes from a message or from
    /// the record of jobs in flight, which keeps a part of it.
    static func lossKey(processor: String, job: String) -> String {
        "lost." + digest(processor, InFlightRecord.recorded(job))
    }

    private static func digest(_ place: String, _ job: String) -> String {
        hex(SHA256.hash(data: Array("\(place)\0\(job)".utf8)))
    }

    /// The first 16 bytes: enough that no two are the same.
    private static func hex(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in digest.prefix(16) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
