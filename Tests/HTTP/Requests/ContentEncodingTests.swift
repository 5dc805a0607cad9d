import HostConfiguration
import HostDispatch
import Testing

@testable import HostHTTP

extension Served {
    @Suite("Packed bodies", .serialized) struct ContentEncodingTests {
        private func served(takes mediaType: String?) throws -> ServedSource {
            try ServedSource(
                [
                    .http("POST", "/seen", operation: "test.seen"), .http("POST", "/later", queue: "grading"),
                    Binding(
                        source: .queue(QueueBinding(name: "grading")), target: .operation("test.seen"),
                        position: SourcePosition(file: "plugins.yaml")),
                ],
                input: mediaType.map { RouteInput(mediaType: $0, members: [:]) })
        }

        @Test(
            "one that the operation would take for JSON is refused with what to do",
            arguments: ["gzip", "GZIP", "br, gzip", "identity, gzip"])
        func refused(encoding: String) throws {
            let served = try served(takes: "application/json")
            defer { served.close() }
            let client = try served.client()
            for path in ["/seen", "/later"] {
                let answer = try client.ask("POST", path, body: "x", headers: [("Content-Encoding", encoding)])
                #expect(answer.status == 415 && answer["accept-encoding"] == "identity")
                #expect(answer.text.contains("without Content-Encoding"))
            }
            #expect(try client.ask("POST", "/seen", body: "{}").status == 200)
            #expect(served.plugin.counts.taken == 1 && served.queue.jobs.isEmpty)
        }

        @Test("identity is no packing", arguments: ["identity", "Identity", "", "identity, identity"])
        func identity(encoding: String) throws {
            let served = try served(takes: "application/json")
            defer { served.close() }
            let answer = try served.client().ask(
                "POST", "/seen", body: "{}", headers: [("Content-Encoding", encoding)])
            #expect(answer.status == 200)
        }

        @Test("an operation that takes bytes of its own gets them as they came, and hears how they are packed")
        func passedOn() throws {
            let served = try served(takes: "application/octet-stream")
            defer { served.close() }
            let answer = try served.client().ask(
                "POST", "/seen", body: "packed", headers: [("Content-Encoding", "gzip")])
            #expect(answer.status == 200)
            #expect(answer.text.contains(#""content-encoding":"gzip""#) && answer.text.contains(#""payload":"packed""#))
        }
    }
}
