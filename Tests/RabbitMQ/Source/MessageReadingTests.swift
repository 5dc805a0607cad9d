import Fuzzing
import HostConfiguration
import HostDispatch
import Testing

@testable import HostRabbitMQ

@Suite struct MessageReadingTests {
    private func properties(_ headers: [(String, MessageProperties.Value)], type: String? = nil) -> MessageProperties {
        var properties = MessageProperties()
        properties.contentType = type
        properties.headers = headers.map { ($0.0, $0.1) }
        return properties
    }

    private func read(_ headers: [(String, MessageProperties.Value)], type: String? = nil) -> [String] {
        EnvelopeHeaders.read(properties(headers, type: type)).map { "\($0.name)=\($0.value)" }
    }

    @Test("texts, numbers and booleans become headers with lower-case names") func kinds() {
        #expect(
            read(
                [
                    ("X-Tenant-Slug", .text("demo")), ("n", .integer(-3)), ("d", .number(0.5)), ("b", .boolean(true)),
                    ("t", .other), ("traceparent", .text("00-ab-cd-01")),
                ], type: "application/json")
                == [
                    "content-type=application/json", "x-tenant-slug=demo", "n=-3", "d=0.5", "b=true",
                    "traceparent=00-ab-cd-01",
                ])
    }

    @Test("what is the host's or the broker's own is no header of the job") func own() {
        let names = [
            "x-proctor-step", "X-Proctor-Anything", "x-delivery-count", "x-death", "x-first-death-queue",
            "x-last-death-reason", "x-failure-code", "x-failure-message", "Content-Type", "x-acquired-count",
        ]
        #expect(read(names.map { ($0, .text("1")) }) == [])
    }

    @Test("names that are no names, too long values and more than enough are left out") func bounds() {
        #expect(read([("", .text("a")), ("a b", .text("a")), ("a\n", .text("a")), ("ä", .text("a"))]) == [])
        #expect(read([("a", .text(String(repeating: "x", count: 4097)))]) == [])
        #expect(read([(String(repeating: "n", count: 129), .text("a"))]) == [])
        #expect(read((0..<100).map { ("h\($0)", .integer(1)) }).count == 64)
        #expect(read([("a", .text("1")), ("A", .text("2"))]) == ["a=1"])
    }

    @Test("control characters are dropped from values") func controls() {
        #expect(read([("a", .text("x\r\ny\u{0}\u{7F}\u{9B}z é"))]) == ["a=xyz é"])
        #expect(EnvelopeHeaders.text("ééé", most: 5) == "éé")
        #expect(EnvelopeHeaders.text("\u{80}\u{A0}", most: 9) == "\u{A0}")
    }

    @Test("headers of mutated names and values are always printable, bounded and unique") func mutatedHeaders() {
        var random = SeededRandom(5)
        for _ in 0..<FuzzRounds.count(2_000) {
            let headers: [(String, MessageProperties.Value)] = (0..<4).map { _ in
                (
                    String(decoding: Array("x-proctor-step\u{1F}Ä".utf8).mutated(&random), as: UTF8.self),
                    .text(String(decoding: Array("va\u{85}lue\r\n".utf8).mutated(&random), as: UTF8.self))
                )
            }
            let read = EnvelopeHeaders.read(properties(headers, type: "a/b\n"))
            #expect(Set(read.map(\.name)).count == read.count)
            for (name, value) in read {
                #expect(!name.isEmpty && name == name.lowercased() && !name.hasPrefix("x-proctor-"))
                #expect(value.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
            }
        }
    }

    @Test("a message's id is the job's; one without has the same digest at each delivery") func identity() {
        var named = MessageProperties()
        named.messageID = "1201:3\n"
        #expect(MessageIdentity.job(named, queue: "q", body: [1]) == "1201:3")
        let bare = MessageProperties()
        let id = MessageIdentity.job(bare, queue: "q", body: [1, 2])
        #expect(id.hasPrefix("amqp-") && id.utf8.count == 37)
        #expect(id == MessageIdentity.job(bare, queue: "q", body: [1, 2]))
        #expect(id != MessageIdentity.job(bare, queue: "p", body: [1, 2]))
        #expect(id != MessageIdentity.job(bare, queue: "q", body: [1, 3]))
        named.messageID = ""
        #expect(MessageIdentity.job(named, queue: "q", body: [1, 2]) == id)
    }

    @Test("the record of jobs in flight, which cuts long ids, names the same loss") func lossKey() {
        let id = String(repeating: "i", count: 200)
        #expect(
            MessageIdentity.lossKey(processor: "p", job: id)
                == MessageIdentity.lossKey(processor: "p", job: InFlightRecord.recorded(id)))
        #expect(MessageIdentity.lossKey(processor: "p", job: "a") != MessageIdentity.lossKey(processor: "r", job: "a"))
        #expect(
            MessageIdentity.lossKey(processor: "p", job: id) != MessageIdentity.lossKey(processor: "p", job: id + "j"),
            "ids that begin alike are not the same job")
    }

    // MARK: What is sent

    @Test("a callback carries the command's correlation and trace, and the id that the plugin wants") func callback() {
        var command = properties([
            ("traceparent", .text("00-a-b-01")), ("tracestate", .text("k=v")), ("secret", .text("s")),
        ])
        command.correlationID = "c-1"
        var settings = CallbackSettings(broker: "rabbit", exchange: "lumie.commands", key: "grading.omr.callback")
        settings.timeout = .seconds(3)
        let request = OutgoingMessages.callback(
            settings, service: "grading", job: "1201:3", operation: "grading.job", command: command, answer: [1],
            mediaType: "application/json",
            messageID: "1201:3#\r\n")
        #expect(request.exchange == "lumie.commands" && request.routingKey == "grading.omr.callback")
        #expect(request.properties.messageID == "1201:3#" && request.properties.correlationID == "c-1")
        #expect(request.properties.type == "grading.job" && request.properties.appID == "proctor")
        #expect(request.properties.contentType == "application/json" && request.body == [1])
        #expect(request.properties.headers.map(\.name) == ["traceparent", "tracestate"])
        #expect(request.retry == settings.retry && request.timeout == .seconds(3) && request.service == "grading")
        let plain = OutgoingMessages.callback(
            settings, service: "grading", job: "j", operation: "o", command: MessageProperties(), answer: [],
            mediaType: "a/b", messageID: nil)
        #expect(plain.properties.messageID == "j" && plain.properties.headers.isEmpty)
    }

    @Test("trace context is passed on however its names are written") func traceNames() {
        let command = properties([
            ("TraceParent", .text("00-a-b-01")), ("traceparent", .text("00-c-d-01")), ("TRACESTATE", .text("k=v")),
        ])
        let request = OutgoingMessages.callback(
            CallbackSettings(broker: "rabbit", exchange: "e", key: "k"), service: "p", job: "j", operation: "o",
            command: command, answer: [], mediaType: "a/b", messageID: nil)
        #expect(request.properties.headers.map(\.name) == ["traceparent", "tracestate"])
        #expect(request.properties.headers.map(\.value) == [.text("00-a-b-01"), .text("k=v")])
    }

    @Test("what is carried over from the command fits AMQP's short strings, also where bytes had to be repaired")
    func carriedOver() {
        let long = String(repeating: "\u{FFFD}", count: 255)
        var old = properties([(long, .text("v")), ("n", .integer(1))], type: long)
        (old.correlationID, old.replyTo, old.type, old.appID) = (long, long, long, long)
        let message = IncomingMessage(
            channel: 1, tag: 1, redelivered: false, exchange: "e", routingKey: "k", properties: old, body: [])
        let callback = OutgoingMessages.callback(
            CallbackSettings(broker: "rabbit", exchange: "e", key: "k"), service: "p", job: "j", operation: long,
            command: old, answer: [], mediaType: long, messageID: long
        ).properties
        let copy = OutgoingMessages.ladderCopy(
            message, job: "j", count: AttemptCount([], redelivered: false), queue: "q"
        ).properties
        for properties in [callback, copy] {
            let texts = [
                properties.contentType, properties.messageID, properties.correlationID, properties.replyTo,
                properties.type, properties.appID,
            ]
            #expect(texts.allSatisfy { ($0 ?? "").utf8.count <= 255 })
            #expect(properties.headers.allSatisfy { $0.name.utf8.count <= 255 })
        }
        #expect(copy.headers.contains { $0.name == "n" })
    }

    @Test("a copy for the ladder keeps id, headers and trace, and leaves behind what is the broker's") func ladderCopy()
    {
        var old = properties(
            [
                ("traceparent", .text("t")), ("n", .integer(1)), ("x-death", .other),
                ("x-first-death-queue", .text("q")),
                ("x-delivery-count", .integer(4)), ("x-proctor-step", .integer(1)),
            ], type: "application/json")
        old.expiration = "1000"
        old.correlationID = "c"
        let message = IncomingMessage(
            channel: 1, tag: 1, redelivered: true, exchange: "e", routingKey: "k", properties: old, body: [9])
        var count = AttemptCount(old.headers, redelivered: true)
        count.tries = 2
        let copy = OutgoingMessages.ladderCopy(message, job: "id", count: count, queue: "q.retry.1000ms")
        #expect(copy.exchange == "" && copy.routingKey == "q.retry.1000ms" && copy.body == [9] && copy.service == nil)
        #expect(copy.properties.messageID == "id" && copy.properties.expiration == nil)
        #expect(copy.properties.correlationID == "c" && copy.properties.contentType == "application/json")
        #expect(
            copy.properties.headers.map(\.name)
                == ["traceparent", "n", "x-proctor-step", "x-proctor-redeliveries", "x-proctor-attempts"])
    }
}
