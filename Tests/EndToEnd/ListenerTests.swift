import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Where a host listens: for all, for one processor, on a socket in the file system.
    @Suite(.serialized) struct Listeners {
        private func host(_ file: String, environment: [String: String] = [:]) throws -> HostUnderTest {
            try HostUnderTest(
                plugins: [
                    (BuiltFiles.product("Curve"), "libCurve.so"),
                    (BuiltFiles.fixture("worker", "Worker"), "libWorker.so"),
                ], file: file, environment: environment)
        }

        private static let hostPart = """
            version: 1
            host:
              http: { listen: 127.0.0.1:0 }
              admin: { listen: 127.0.0.1:0 }
              drain: 10s
            processors:
              curve: { plugin: curve }

            """

        /// The file with the worker on a listener of its own, or without one.
        private func file(_ listen: String?) -> String {
            Self.hostPart + """
                  worker:
                    plugin: worker
                \(listen.map { "    listen: \($0)" } ?? "    # nowhere of its own")
                    bindings:
                      - { http: POST /sleep, operation: worker.sleep }
                """
        }

        /// A port that nobody has at the moment.
        private func freePort() throws -> Int { try EffectServer().port }

        @Test("a processor is served at HOST and PORT of the environment as the service before it was")
        func ownListener() throws {
            let port = try freePort()
            let host = try host(
                Self.hostPart + """
                      worker:
                        plugin: worker
                        listen: "${HOST}:${PORT:-8000}"
                        bindings:
                          - { http: POST /sleep, operation: worker.sleep }
                    """, environment: ["HOST": "127.0.0.1", "PORT": String(port)])
            try host.start()
            #expect(try host.port(of: "worker") == port)
            let own = try HTTPClient(port: port)
            let health = try own.send("GET", "/health")
            #expect(health.status == 200)
            #expect(health.text == #"{"status":"healthy"}"#)
            let front = try own.send("GET", "/")
            #expect(front.status == 200)
            #expect(front.json["status"] as? String == "healthy")
            #expect(front.json["message"] as? String == "worker is running")
            #expect(try own.post("/sleep", json: #"{"ms": 1}"#).status == 200)
            let metrics = try own.send("GET", "/metrics")
            #expect(metrics.headers["content-type"]?.hasPrefix("text/plain") == true)
            #expect(metrics.text.contains(#"lumie_worker_jobs_in_flight{queue="http",service="worker"} 0"#))
            #expect(metrics.text.contains(#"proctor_jobs_total{operation="worker.sleep""#))
            #expect(!metrics.text.contains("curve"))
            // The one's bindings are not the other's, and control is nowhere but at the admin listener.
            #expect(try own.post("/curve", json: #"{"raw": 1}"#).status == 404)
            #expect(try own.send("GET", "/status").status == 404)
            #expect(try host.client().post("/sleep", json: #"{"ms": 1}"#).status == 404)
            #expect(try host.client().send("GET", "/").status == 404)
            #expect(try host.client().send("GET", "/metrics").status == 404)
        }

        @Test("a listener comes, moves and goes with reloads, while requests run there and elsewhere")
        func comesAndGoes() throws {
            let host = try host(file(nil))
            try host.start()
            let elsewhere = Requests(port: host.httpPort)
            elsewhere.start()
            #expect(try host.client().post("/sleep", json: #"{"ms": 1}"#).status == 200)

            let (first, second) = (try freePort(), try freePort())
            try reload(host, file("127.0.0.1:\(first)"))
            #expect(try host.port(of: "worker") == first)
            #expect(try host.client().post("/sleep", json: #"{"ms": 1}"#).status == 404)
            let asked = try HTTPClient(port: first)
            try asked.write("POST", "/sleep", body: Array(#"{"ms": 700}"#.utf8))
            try host.wait("the job to run") { try host.load(of: "worker").running == 1 }

            try reload(host, file("127.0.0.1:\(second)"))
            try host.wait("the listener to move") { try host.port(of: "worker") == second }
            #expect(throws: HTTPClient.Broken.self) { try HTTPClient(port: first) }
            #expect(try asked.read().status == 200)
            let last = try HTTPClient(port: second)
            try last.write("POST", "/sleep", body: Array(#"{"ms": 700}"#.utf8))
            try host.wait("the job to run") { try host.load(of: "worker").running == 1 }

            try reload(host, file(nil))
            try host.wait("the listener to go") { (try? HTTPClient(port: second)) == nil }
            #expect(try last.read().status == 200)
            #expect(try host.client().post("/sleep", json: #"{"ms": 1}"#).status == 200)
            let (answered, failures) = elsewhere.stop()
            #expect(answered > 0)
            #expect(failures == [])
        }

        @Test("a listener that has gone is no longer shown")
        func goneListener() throws {
            let host = try host(file("127.0.0.1:0"))
            try host.start()
            _ = try host.port(of: "worker")
            try reload(host, file(nil))
            try host.wait("host.json to forget it", seconds: 5) { host.listeners["worker"] == nil }
            let shown = try host.status()["listeners"] as? [[String: Any]] ?? []
            #expect(shown.compactMap { $0["name"] as? String }.sorted() == ["admin", "http"])
        }

        @Test("an address that is taken is tried again, and /ready says so meanwhile")
        func takenAddress() throws {
            var other: EffectServer? = try EffectServer()
            let port = try #require(other).port
            let host = try host(file("127.0.0.1:\(port)"))
            try host.start()
            try host.wait("the reason") {
                try host.admin().send("GET", "/ready").text.contains("127.0.0.1:\(port)")
            }
            #expect(try host.admin().send("GET", "/ready").status == 503)
            #expect(try host.client().post("/curve", json: #"{"raw": 1}"#).status == 200)
            other = nil
            #expect(try host.port(of: "worker") == port)
            try host.wait("readiness") { try host.admin().send("GET", "/ready").status == 200 }
            #expect(try HTTPClient(port: port).post("/sleep", json: #"{"ms": 1}"#).status == 200)
        }

        @Test("status and reload go over the admin socket, from any folder, and its mode keeps others out")
        func socket() throws {
            let folder = try host(
                """
                version: 1
                host:
                  http: { listen: 127.0.0.1:0 }
                  admin: { listen: unix:./var/admin.sock }
                processors:
                  curve: { plugin: curve }
                """
            ).folder
            // As a person starts it: in the folder of its file, which makes the socket's path a relative one.
            let host = RunningHost(config: "plugins.yaml", state: folder.path + "/var", logFile: folder.path + "/log")
            try host.launch([BuiltFiles.proctor()], in: folder.path)
            let socket = folder.path + "/var/admin.sock"
            try host.wait("readiness") {
                try Curl.ask("http://proctor/ready", "--unix-socket", socket).json["ready"] as? Bool == true
            }
            let mode = try FileManager.default.attributesOfItem(atPath: socket)[.posixPermissions] as? Int
            #expect(mode == 0o660)
            #expect(try Curl.ask("http://proctor/status", "--unix-socket", socket).status == 200)
            for (place, config) in [(folder.path, "plugins.yaml"), ("/", folder.path + "/plugins.yaml")] {
                let status = try Command.run(["status", "--config", config], in: place)
                #expect(status.status == 0, "in \(place): \(status.error)")
                #expect(status.output.contains("org.example.curve 1.2.0"))
                let reload = try Command.run(["reload", "--config", config], in: place)
                #expect(reload.output.contains("kept curve"), "in \(place): \(reload.error)")
            }
            #expect(host.stop() == 0)
            #expect(!FileManager.default.fileExists(atPath: socket))
        }

        private func reload(_ host: HostUnderTest, _ file: String) throws {
            try host.configure(file: file)
            let report = try host.reload()
            #expect(report["succeeded"] as? Bool == true, "\(report)")
        }
    }
}
