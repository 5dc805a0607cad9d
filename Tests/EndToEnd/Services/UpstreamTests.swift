import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Outside HTTP services through the loaded plugin, against a backend that checks signatures.
    @Suite(.serialized) struct Upstreams {
        private static func upstreams(_ url: String) -> String {
            """
            upstreams:
              backend:
                url: "\(url)/internal"
                sign: { hmac: "\(ExamBackend.secret)" }
                headers: { X-Api-Key: "\(OutsideHost.header)" }
                retry: { attempts: 1 }
              other: { url: "\(url)", bearer: "\(OutsideHost.bearer)" }
            """
        }

        private static func host(_ backend: ExamBackend) throws -> OutsideHost {
            let host = try OutsideHost(
                worker: "    upstreams: [ backend ]", after: upstreams(backend.url), secrets: [ExamBackend.secret])
            try host.host.start()
            return host
        }

        private static func members(_ result: Any, _ name: String) -> [String: Any] {
            (result as? [String: Any])?[name] as? [String: Any] ?? [:]
        }

        @Test("requests are signed as the contract says: with queries, bodies, and tenants of any script")
        func signed() throws {
            let backend = try ExamBackend(exam: [:])
            let host = try Self.host(backend)
            let ops = [
                #"{"op":"send","name":"backend","path":"/echo"}"#,
                #"{"op":"send","name":"backend","path":"/echo","query":[["q","a b&c=d/é"],["q","+%"],["이름",""]]}"#,
                #"{"op":"send","name":"backend","path":"/echo/../echo"}"#,
                #"{"op":"send","name":"backend","method":"POST","path":"/echo","body":"{\"점수\": 1}"}"#,
                #"{"op":"send","name":"backend","method":"POST","path":"/echo","query":[["page","2"]],"body":""}"#,
            ]
            for tenant in [nil, "demo", "inst-c704d223", "학원-서울", "a:b c"] {
                let results = try host.ask("[\(ops.joined(separator: ","))]", tenant: tenant)
                for (index, result) in results.enumerated() where index != 2 {
                    let members = try #require(result as? [String: Any])
                    #expect(members["status"] as? Int == 200, "\(tenant ?? "none"), \(index): \(members)")
                    let sent = Self.members(result, "body")["headers"] as? [String] ?? []
                    #expect(sent.contains("x-api-key") && sent.contains("traceparent"))
                }
                #expect(OutsideHost.refusal(results[2])?.code == "upstream.bad_request")
                #expect(try backend.seen().tenant ?? "" == tenant ?? "")
            }
            let seen = try backend.seen()
            #expect(seen.requests == 20 && seen.bad_signatures == 0 && seen.unsigned == 0)
            #expect(seen.target == "/internal/echo?page=2")
            // The check is one: with another secret each is refused.
            try backend.setTrouble(#"{"secret": "the backend has another"}"#)
            let refused = try host.ask("[\(ops[0])]", tenant: "demo")
            #expect((refused[0] as? [String: Any])?["status"] as? Int == 401)
            try host.finish()
        }

        @Test("what is not granted, unknown or another tenant's is refused before anything is sent")
        func refused() throws {
            let backend = try ExamBackend(exam: [:])
            let host = try Self.host(backend)
            let results = try host.ask(
                """
                [{"op":"send","name":"other","path":"/echo"}, {"op":"stream","name":"other","path":"/echo"},
                 {"op":"send","name":"nobody","path":"/echo"},
                 {"op":"send","name":"backend","path":"/echo","tenant":"another"},
                 {"op":"sql","name":"main","sql":"SELECT 1"}, {"op":"bucket_get","name":"images","key":"a"}]
                """, tenant: "demo")
            let refusals = results.compactMap { OutsideHost.refusal($0) }
            #expect(
                refusals.map(\.code) == [
                    "upstream.not_allowed", "upstream.not_allowed", "upstream.unknown", "upstream.tenant_mismatch",
                    "sql.unknown", "blobs.unknown_bucket",
                ])
            // A person who reads it knows which name, and what to do.
            #expect(refusals.first?.message.contains("other") == true)
            #expect(try backend.seen().requests == 0)
            try host.finish()
        }

        @Test("an answer comes piece by piece; who leaves early ends the exchange")
        func streamed() throws {
            let backend = try ExamBackend(exam: [:])
            let host = try Self.host(backend)
            let pieces = """
                {"op":"stream","name":"backend","path":"/pieces","query":[["count","COUNT"],["pause","0.02"]]
                """
            let whole = try host.ask("[\(pieces.replacingOccurrences(of: "COUNT", with: "5"))}]")
            let text = (0..<5).map { "piece \($0)\n" }.joined()
            #expect((whole[0] as? [String: Any])?["text"] as? String == text)
            let left = try host.ask("[\(pieces.replacingOccurrences(of: "COUNT", with: "100000")), \"pieces\": 2}]")
            #expect((left[0] as? [String: Any])?["pieces"] as? Int == 2)
            try host.host.wait("the backend to see that nobody reads") { try backend.seen().left == 1 }
            try host.host.wait("no exchange to be open") {
                try host.host.metric("proctor_upstream_in_flight{upstream=\"backend\"}") == 0
            }
            try host.finish()
        }

        @Test("a reload that changes an address or a grant holds at once, without a new generation")
        func reloaded() throws {
            let (first, second) = (try ExamBackend(exam: [:]), try ExamBackend(exam: [:]))
            let host = try Self.host(first)
            let order = """
                [{"op":"send","name":"backend","path":"/echo"},{"op":"send","name":"other","path":"/control"}]
                """
            let before = try host.ask(order)
            #expect((before[0] as? [String: Any])?["status"] as? Int == 200)
            #expect(OutsideHost.refusal(before[1])?.code == "upstream.not_allowed")
            let generation = try host.generation()

            try host.configure(worker: "    upstreams: [ other, backend ]", after: Self.upstreams(second.url))
            #expect(try host.host.reload()["outcome"] as? String != "failed")
            let after = try host.ask(order)
            #expect(after.map { ($0 as? [String: Any])?["status"] as? Int } == [200, 200])
            #expect(try first.seen().requests == 1 && second.seen().requests == 1)

            try host.configure(worker: "", after: Self.upstreams(second.url))
            _ = try host.host.reload()
            let none = try host.ask(order)
            #expect(none.map { OutsideHost.refusal($0)?.code } == ["upstream.not_allowed", "upstream.not_allowed"])
            #expect(try host.generation() == generation && generation != nil)
            try host.finish()
        }
    }
}
