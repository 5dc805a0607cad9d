import Foundation
import HostConfiguration
import HostDispatch
import Testing

@testable import HostHTTP

extension Served {
    @Suite("Listeners", .serialized) struct ListenerTests {
        private func own(_ port: Int = 0, _ change: (inout ListenerSettings) -> Void = { _ in }) -> ListenerSettings {
            var settings = ListenerSettings(name: "test", address: .tcp(host: "127.0.0.1", port: port))
            change(&settings)
            return settings
        }

        private func port(_ address: ListenerSettings.Address) -> Int {
            guard case .tcp(_, let port) = address else { return 0 }
            return port
        }

        @Test("several listeners have bindings of their own")
        func several() throws {
            let served = try ServedSource(
                [.http("POST", "/a"), .http("POST", "/b", listener: "inside")],
                listeners: [.loopback(), .loopback("inside")])
            defer { served.close() }
            #expect(try served.client().ask("POST", "/a", body: "1").status == 200)
            #expect(try served.client().ask("POST", "/b", body: "1").status == 404)
            #expect(try served.client("inside").ask("POST", "/b", body: "1").status == 200)
            #expect(try served.client("inside").ask("GET", "/ready").status == 200)
        }

        @Test("a processor's own listener answers what the service before it answered")
        func ownRoutes() throws {
            let served = try ServedSource([.http("POST", "/grade", listener: "test")], own: [own()])
            defer { served.close() }
            let client = try served.client("test")
            #expect(try client.ask("GET", "/health").text == #"{"status":"healthy"}"#)
            #expect(try client.ask("GET", "/").text == #"{"status":"healthy","message":"test is running"}"#)
            let metrics = try client.ask("GET", "/metrics")
            #expect(metrics.text == "jobs_total{processor=\"test\"} 1\n")
            #expect(metrics["content-type"] == "text/plain; version=0.0.4")
            #expect(try client.ask("POST", "/grade", body: "x").text == "x")
            #expect(try served.client().ask("GET", "/metrics").status == 404)
        }

        @Test("what is bound goes before what the host answers by itself")
        func boundFirst() throws {
            let served = try ServedSource([.http("GET", "/", operation: "test.seen", listener: "test")], own: [own()])
            defer { served.close() }
            #expect(try served.client("test").ask("GET", "/").text.contains("payload"))
        }

        @Test("a processor's listener comes and goes with the routing, and answers under way go out")
        func comesAndGoes() throws {
            let bindings: [Binding] = [.http("POST", "/wait", operation: "test.wait", listener: "test")]
            let served = try ServedSource(bindings)
            defer { served.close() }
            let free = own()
            served.publish(bindings, own: [free])
            let address = try served.address("test")
            let busy = try served.client("test")
            let silent = try served.client("test")
            #expect(try silent.ask("GET", "/health").status == 200)
            try busy.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            #expect(eventually { served.plugin.counts.taken == 1 })

            served.publish([], own: [])
            #expect(silent.isClosed)
            #expect(eventually { (try? RawClient(port: port(address))) == nil })
            served.plugin.release()
            let answer = try busy.answer()
            #expect(answer.status == 200 && answer["connection"] == "close")
            #expect(busy.isClosed)
        }

        @Test("an unchanged listener keeps its connections, a changed one is opened anew")
        func changes() throws {
            let bindings: [Binding] = [.http("POST", "/echo", listener: "test")]
            let served = try ServedSource(bindings, own: [own()])
            defer { served.close() }
            let fixed = own(port(try served.address("test")))
            served.publish(bindings, own: [fixed])
            #expect(eventually { (try? served.client("test").ask("GET", "/health").status) == 200 })
            let client = try served.client("test")
            #expect(try client.ask("POST", "/echo", body: "1").status == 200)
            served.publish(bindings, own: [fixed])
            #expect(try client.ask("POST", "/echo", body: "2").status == 200)
            var smaller = fixed
            smaller.bodyLimit = 1
            served.publish(bindings, own: [smaller])
            #expect(client.isClosed)
            #expect(eventually { (try? served.client("test").ask("POST", "/echo", body: "22").status) == 413 })
        }

        @Test("a routing that is heard after a newer one changes nothing")
        func staleRouting() throws {
            let served = try ServedSource([])
            defer { served.close() }
            served.publish([], own: [own()])
            let address = try served.address("test")
            served.source.routingChanged(RoutingSnapshot(number: 1))
            let second = ListenerSettings.loopback("second")
            served.publish([], own: [own(), second])
            _ = try served.address("second")
            // One opened anew would have got another port.
            #expect(try served.address("test") == address)
            #expect(try served.client("test").ask("GET", "/health").status == 200)
        }

        @Test("a host's listener that cannot listen is reported, a processor's is a hindrance until it can")
        func occupied() throws {
            let served = try ServedSource([.http("POST", "/echo")])
            defer { served.close() }
            let taken = port(try served.address())
            let second = try ServedSource(
                [], listeners: [.loopback { $0.address = .tcp(host: "127.0.0.1", port: taken) }])
            #expect(eventually { second.failures.map(\.name) == ["http"] })
            #expect(second.failures.first?.description.contains("127.0.0.1:\(taken)") == true)
            second.close()

            served.publish([], own: [own(taken)])
            #expect(eventually { served.source.hindrance?.contains("the test listener cannot listen") == true })
            #expect(try served.client().ask("GET", "/health").status == 200)
            served.publish([], own: [own()])
            _ = try served.address("test")
            #expect(eventually { served.source.hindrance == nil })
        }

        @Test("a processor's listener is tried again by itself")
        func retried() throws {
            let occupant = try ServedSource([])
            let taken = port(try occupant.address())
            let served = try ServedSource([], own: [own(taken)])
            defer { served.close() }
            #expect(eventually { served.source.hindrance != nil })
            occupant.close()
            #expect(eventually { (try? served.client("test").ask("GET", "/health").status) == 200 })
            #expect(eventually { served.source.hindrance == nil })
        }

        @Test("a Unix socket is for owner and group, takes over what is left behind, and never what is in use")
        func unixSocket() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "http-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appendingPathComponent("jobs.sock").path
            let settings = ListenerSettings.loopback { $0.address = .unix(path: path) }
            leaveSocketBehind(path)
            let served = try ServedSource([.http("POST", "/echo")], listeners: [settings])
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o660)
            #expect(try served.client().ask("POST", "/echo", body: "x").text == "x")

            let second = try ServedSource([], listeners: [settings])
            #expect(eventually { second.failures.first?.reason == "another program listens on \(path)" })
            second.close()
            #expect(try served.client().ask("GET", "/health").status == 200)
            served.close()
            #expect(!FileManager.default.fileExists(atPath: path))

            try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
            let third = try ServedSource([], listeners: [settings])
            #expect(eventually { third.failures.first?.reason == "\(path) is there and is no socket" })
            third.close()
            #expect(FileManager.default.fileExists(atPath: path))
        }

        /// What a host leaves that had no time to clean up.
        private func leaveSocketBehind(_ path: String) {
            let handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            #expect(bound == 0)
            close(handle)
        }

        @Test("a source that pauses takes no more jobs, and goes on answering that it lives")
        func pause() throws {
            let served = try ServedSource([.http("POST", "/echo")])
            defer { served.close() }
            let client = try served.client()
            #expect(try client.ask("POST", "/echo", body: "1").status == 200)
            served.source.pause()
            #expect(try client.ask("GET", "/health").status == 200)
            let refused = try client.ask("POST", "/echo", body: "1")
            #expect(refused.status == 503 && refused["retry-after"] == "1" && refused["connection"] == "close")
            #expect(served.plugin.counts.taken == 1)
        }

        @Test("stopping ends silent connections at once and does not wait for what does not end")
        func stop() throws {
            let served = try ServedSource([.http("POST", "/hold", operation: "test.hold")])
            let silent = try served.client()
            #expect(try silent.ask("GET", "/health").status == 200)
            let busy = try served.client()
            try busy.send("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            #expect(eventually { served.plugin.counts.taken == 1 })
            served.source.stop(within: .milliseconds(200))
            #expect(silent.isClosed && busy.isClosed)
            #expect(eventually { served.openJobs == 0 })
            #expect(throws: RawClient.Broken.self) { try served.client() }
        }
    }
}
