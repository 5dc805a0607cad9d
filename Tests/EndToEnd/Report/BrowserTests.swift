import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Templates in HTML: the host's browser is killed and hangs amid a class, and the class arrives.
    @Suite(.serialized) struct ReportBrowser {
        private static let page = """
            <!doctype html><html lang="{{ locale }}"><body style="font: 28px sans-serif">
            <h1>{{ student.name }}</h1><p>{{ exam.name }}: {{ result.score }}</p></body></html>

            """
        private static let count = 12

        /// A host with a browser, whose folders are in the host's own.
        private func host(_ templates: TemplateFolder) throws -> HostUnderTest {
            try templates.write(
                "page", ["template.html.j2": Self.page, "template.json": #"{"name": "page", "engine": "chromium"}"#])
            let temporary = templates.path + "/temporary"
            try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Report"), "libReport.so")],
                processors: """
                      report:
                        plugin: report
                        limits: { timeout: 120s }
                        config:
                          template: page
                          drawing: { templates: "\(templates.path)", browser: { enabled: true, deadline: 90s } }
                    """, environment: ["TMPDIR": temporary])
            try host.start()
            return host
        }

        /// Sends a class, does something to the browser once the first report is there, and reads the rest.
        private func drawClass(_ host: HostUnderTest, trouble: (pid_t) -> Void) throws -> String {
            let body = GradedClass(Self.count).json
            let connection = try RawConnection(port: host.httpPort, timeout: 100)
            connection.send(
                "POST /v1/reports/class/stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n"
                    + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            try connection.receive(until: "progress")
            trouble(try #require(BrowserProcesses.leaders(of: host.pid).first))
            try connection.receive(until: #""event":"done""#)
            try connection.receive(until: "\r\n0\r\n")
            return connection.text
        }

        private func check(_ events: String, _ host: HostUnderTest, _ counted: String) throws {
            #expect(events.ranges(of: #""status":"done""#).count == Self.count, "\(events)\n\(host.log)")
            #expect(!events.contains(#""status":"failed""#))
            let key = try #require(events.firstMatch(of: /"key":"([^"]+)"/)).1
            let file = try host.client().send("GET", "/v1/reports/files/\(key)")
            let files = try ClassPackageFiles(file.body).unzipped()
            #expect(files.values.count { JPEGFacts($0)?.width == 1588 } == Self.count)
            let metrics = MetricsText(try host.admin().send("GET", "/metrics").text)
            #expect(metrics("report_browser_events_total", ["event": counted]) ?? 0 >= 1, "\(host.log)")
        }

        /// No process and no folder of any browser is left.
        private func expectNothingLeft(
            of groups: Set<pid_t>, _ templates: TemplateFolder, _ host: HostUnderTest
        ) throws {
            try host.wait("the browser's processes to be gone", seconds: 10) {
                groups.allSatisfy { BrowserProcesses.members(of: $0).isEmpty }
            }
            let folders = try FileManager.default.contentsOfDirectory(atPath: templates.path + "/temporary")
            #expect(!folders.contains { $0.hasPrefix("proctor-browser-") }, "\(folders)")
        }

        @Test("a browser that is killed or hangs amid a class: all reports arrive, and nothing is left behind")
        func killedAndStopped() throws {
            let templates = try TemplateFolder()
            let host = try host(templates)
            var groups: Set<pid_t> = []
            let killed = try drawClass(host) { leader in
                groups.insert(leader)
                kill(leader, SIGKILL)
            }
            try check(killed, host, "died")
            let stopped = try drawClass(host) { leader in
                groups.insert(leader)
                for process in BrowserProcesses.members(of: leader) { kill(process, SIGSTOP) }
            }
            try check(stopped, host, "killed")
            groups.formUnion(BrowserProcesses.leaders(of: host.pid))
            #expect(groups.count == 3, "each trouble has had the browser replaced")
            #expect(host.stop() == 0)
            try expectNothingLeft(of: groups, templates, host)
        }

        @Test("a host that is killed takes its browser along")
        func hostKilled() throws {
            let templates = try TemplateFolder()
            let host = try host(templates)
            let answer = try host.client().post(
                "/v1/reports/class", json: GradedClass(1).json)
            #expect(answer.status == 200, "\(answer.text.prefix(500))\(host.log)")
            let groups = Set(BrowserProcesses.leaders(of: host.pid))
            #expect(groups.count == 1 && groups.allSatisfy { BrowserProcesses.members(of: $0).count > 1 })
            host.kill()
            try host.wait("the browser's processes to be gone", seconds: 20) {
                groups.allSatisfy { BrowserProcesses.members(of: $0).isEmpty }
            }
        }
    }
}
