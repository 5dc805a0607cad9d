import Foundation
import Loopback
import PostgreSQLPeer
import RedisPeer
import S3Peer
import Testing

extension EndToEnd {
    /// Store and blobs on servers: what one host keeps the other sees.
    @Suite(.serialized) struct SharedStorage {
        private static let password = "store-5d2b8e1c9a70"

        /// Two hosts of one fleet, started.
        private static func hosts(
            _ lines: String, after: String = "", worker: String = "", secrets: [String] = [password]
        ) throws -> [OutsideHost] {
            try (0..<2).map { _ in
                let host = try OutsideHost(worker: worker, after: after, host: lines, secrets: secrets)
                try host.host.start()
                try host.host.wait("the host to be ready") { try host.host.hindrance() == nil }
                return host
            }
        }

        /// What every store has to do for a fleet, whatever it is made of.
        private static func check(_ hosts: [OutsideHost]) throws {
            let (one, other) = (hosts[0], hosts[1])
            _ = try one.ask(
                #"[{"op":"put","key":"a/1","value":"하나"},{"op":"put","key":"a/2","value":"two"}]"#, "/store")
            let seen = try other.ask(
                """
                [{"op":"get","key":"a/1"}, {"op":"swap","key":"a/2","old":"two","value":"zwei"},
                 {"op":"swap","key":"a/2","old":"two","value":"deux"}, {"op":"list","prefix":"a/"}]
                """, "/store")
            #expect(seen[0] as? String == "하나")
            #expect((seen[1] as? [String: Any])?["swapped"] as? Bool == true)
            #expect((seen[2] as? [String: Any])?["swapped"] as? Bool == false)
            #expect(seen[3] as? [String: String] == ["a/1": "하나", "a/2": "zwei"])

            // Both count at once, and no count is lost.
            let increment = #"{"op":"increment","key":"n"}"#
            let increments = "[" + Array(repeating: increment, count: 25).joined(separator: ",") + "]"
            let threads = hosts.map { RequestThread(port: $0.host.httpPort, ops: increments) }
            for answer in threads.map({ $0.join() }) { #expect(!answer.contains("error"), "\(answer)") }
            #expect(try one.ask(#"[{"op":"get","key":"n"}]"#, "/store")[0] as? String == "50")

            // A host that died takes nothing along.
            one.host.kill()
            #expect(try other.ask(#"[{"op":"get","key":"a/2"}]"#, "/store")[0] as? String == "zwei")
            try other.finish()
        }

        @Test("two hosts share a store on Redis")
        func redis() throws {
            var options = RedisServer.Options()
            options.password = Self.password
            let server = try RedisServer(options)
            try Self.check(
                Self.hosts(
                    """
                      store: { url: "redis://127.0.0.1:\(server.port)/0", password: "\(Self.password)" }

                    """))
        }

        @Test("two hosts share a store on PostgreSQL")
        func postgres() throws {
            let server = try PostgreSQLPeer.shared()
            let (name, role) = (try server.makeDatabase(), try server.makeRole())
            try server.sql("ALTER DATABASE \(name) OWNER TO \(role)")
            try Self.check(
                Self.hosts(
                    """
                      store:
                        url: "postgres://127.0.0.1:\(server.port)/\(name)?sslmode=disable"
                        username: \(role)
                        password: "\(server.password)"

                    """, secrets: [server.password]))
        }

        @Test("blobs and buckets lie in an S3: two hosts share them, and a bucket to read is not written")
        func blobs() throws {
            let server = try S3Server(isVerifying: true)
            let place = { (url: String) in
                """
                url: "\(url)", endpoint: "\(server.endpoint)", access_key: "\(server.accessKey)", secret_key: "\(server.secretKey)"
                """
            }
            let hosts = try Self.hosts(
                "  blobs: { \(place("s3://exams/own")) }\n",
                after: """
                    buckets:
                      scans: { \(place("s3://exams/scans")), access: write }
                      mine: { \(place("s3://exams/scans")) }
                    """, worker: "    buckets: [ scans, mine ]", secrets: [server.secretKey])
            let key = "스캔 1/a+b%.jpg"
            let put = try hosts[0].ask(
                """
                [{"op":"blob_put","key":"\(key)","size":300000,"media_type":"image/jpeg"}, {"op":"blob_list"}]
                """, "/store")
            #expect(put[0] as? Bool == true && put[1] as? [String: Int] == [key: 300_000])
            let got = try hosts[1].ask(#"[{"op":"blob_get","key":"\#(key)"},{"op":"blob_get","key":"none"}]"#, "/store")
            #expect((got[0] as? [String: Any])?["size"] as? Int == 300_000)
            #expect((got[0] as? [String: Any])?["media_type"] as? String == "image/jpeg")
            #expect(got[1] is NSNull)
            let written = try hosts[0].ask(
                """
                [{"op":"bucket_put","name":"scans","key":"\(key)","body":"답"},
                 {"op":"bucket_put","name":"mine","key":"x","body":"y"}]
                """)
            #expect(written[0] as? Bool == true)
            #expect(OutsideHost.refusal(written[1])?.code == "blobs.read_only")
            #expect(try hosts[1].ask(#"[{"op":"bucket_get","name":"mine","key":"\#(key)"}]"#)[0] as? String == "답")

            server.kill()
            let away = try hosts[1].ask(#"[{"op":"blob_get","key":"a"}]"#, "/store")
            #expect(OutsideHost.refusal(away[0])?.code == "blobs.unreachable")
            for host in hosts { try host.finish() }
        }
    }
}
