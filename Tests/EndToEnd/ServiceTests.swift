import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What a processor keeps and queues with the host's help, through the ABI.
    @Suite(.serialized) struct Services {
        private static func host() throws -> HostUnderTest {
            let worker = WorkerHost.processor(
                """
                      - { http: POST /store, operation: worker.store }
                      - { http: "GET /jobs/{unused}", enqueue: effects }
                      - { queue: effects, operation: worker.echo }
                """)
            let other = """
                  other:
                    plugin: worker
                    may_enqueue: [ effects ]
                    bindings:
                      - { http: POST /other, operation: worker.store }
                """
            return try HostUnderTest(
                plugins: [(try BuiltFiles.fixture("worker", "Worker"), "libWorker.so")],
                processors: worker + "\n" + other)
        }

        /// What the operation answers to `ops`, a JSON list.
        private static func ask(_ ops: String, _ path: String, of host: HostUnderTest) throws -> [Any] {
            let answer = try host.client().post(path, json: "{\"ops\": \(ops)}", headers: ["X-Tenant-Slug": "north"])
            #expect(answer.status == 200, "\(answer.text)")
            return try #require(answer.json["results"] as? [Any])
        }

        private static func error(_ result: Any) -> String? { (result as? [String: Any])?["error"] as? String }

        @Test func valuesAndBlobsAreKeptOverAnEndAndBelongToOneProcessor() throws {
            let host = try Self.host()
            try host.start()
            let first = try Self.ask(
                """
                [{"op": "put", "key": "a/1", "value": "one"}, {"op": "put", "key": "a/2", "value": "two"},
                 {"op": "swap", "key": "a/2", "old": "two", "value": "zwei"},
                 {"op": "swap", "key": "a/2", "old": "two", "value": "deux"},
                 {"op": "increment", "key": "n"}, {"op": "increment", "key": "n"},
                 {"op": "blob_put", "key": "../page", "size": 300000, "media_type": "image/png"},
                 {"op": "put", "key": "huge", "size": 1048577}, {"op": "put", "key": "", "value": "x"}]
                """, "/store", of: host)
            #expect((first[2] as? [String: Any])?["swapped"] as? Bool == true)
            #expect((first[3] as? [String: Any])?["swapped"] as? Bool == false)
            #expect((first[3] as? [String: Any])?["value"] as? String == "zwei")
            #expect(first[5] as? Int == 2)
            #expect(Self.error(first[7]) == "store.value_too_large")
            #expect(Self.error(first[8]) == "store.key_invalid")
            #expect(host.stop() == 0)

            try host.startAgain()
            let look = #"""
                [{"op": "list", "prefix": "a/"}, {"op": "get", "key": "n"}, {"op": "blob_list"},
                 {"op": "blob_get", "key": "../page"}]
                """#
            let own = try Self.ask(look, "/store", of: host)
            #expect(own[0] as? [String: String] == ["a/1": "one", "a/2": "zwei"])
            #expect(own[1] as? String == "2")
            #expect(own[2] as? [String: Int] == ["../page": 300_000])
            #expect((own[3] as? [String: Any])?["media_type"] as? String == "image/png")
            let others = try Self.ask(look, "/other", of: host)
            #expect((others[0] as? [String: Any])?.isEmpty == true)
            #expect((others[2] as? [String: Any])?.isEmpty == true)
            host.finish()
        }

        @Test func aProcessorQueuesJobsWhereItMayAndTheyBelongToItsTenant() throws {
            let host = try Self.host()
            try host.start()
            let order = #"{"op": "enqueue", "queue": "effects", "value": "{}", "id": "ID"}"#
            let own = try Self.ask("[\(order), \(order)]", "/store", of: host)
            #expect((own[0] as? [String: Any])?["duplicate"] as? Bool == false)
            #expect((own[1] as? [String: Any])?["duplicate"] as? Bool == true)
            let others = try Self.ask("[\(order.replacingOccurrences(of: "ID", with: "B"))]", "/other", of: host)
            #expect((others[0] as? [String: Any])?["id"] as? String == "B")
            let refused = try Self.ask(
                #"[{"op": "enqueue", "queue": "elsewhere", "value": "{}"}]"#, "/store", of: host)
            #expect(Self.error(refused[0]) == "queue.not_allowed")
            for id in ["ID", "B"] {
                let done = try host.job("/jobs/any/\(id)", in: "done")
                #expect((done["result"] as? [String: Any])?["tenant"] as? String == "north")
            }
            host.finish()
        }
    }
}
