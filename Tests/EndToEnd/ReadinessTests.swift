import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What `/ready` says while something is away.
    @Suite(.serialized) struct ReadinessProbe {
        @Test("a folder that is missing is named by /ready until it is there, and again when it is gone")
        func folder() throws {
            let host = try HostUnderTest(
                plugins: [
                    (BuiltFiles.product("Curve"), "libCurve.so"),
                    (BuiltFiles.fixture("worker", "Worker"), "libWorker.so"),
                ],
                processors: """
                      curve: { plugin: curve }
                      worker:
                        plugin: worker
                        bindings:
                          - { folder: { path: ./scans, settle: 100ms }, operation: worker.echo }
                    """)
            let scans = host.folder.path + "/scans"
            try host.start()
            try expectNotReady(host, because: "\(scans) is not there")
            // The rest of the host works.
            #expect(try host.admin().send("GET", "/health").status == 200)
            #expect(try host.client().post("/curve", json: #"{"raw": 61}"#).status == 200)

            try FileManager.default.createDirectory(atPath: scans, withIntermediateDirectories: false)
            try host.wait("readiness", seconds: 10) { try host.admin().send("GET", "/ready").status == 200 }
            #expect(try host.client().send("GET", "/ready").json["ready"] as? Bool == true)
            try host.folder.write("{}", to: "scans/one.json")
            try host.wait("the file to be done", seconds: 10) {
                FileManager.default.fileExists(atPath: scans + "/done/one.json")
            }

            try FileManager.default.removeItem(atPath: scans)
            try expectNotReady(host, because: "\(scans) is not there")
        }

        private func expectNotReady(
            _ host: HostUnderTest, because reason: String, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            try host.wait("/ready to say 503", seconds: 10) { try host.admin().send("GET", "/ready").status == 503 }
            let answer = try host.client().send("GET", "/ready")
            #expect(answer.status == 503, sourceLocation: sourceLocation)
            #expect(answer.json["ready"] as? Bool == false, sourceLocation: sourceLocation)
            let said = answer.json["reason"] as? String ?? ""
            #expect(said.contains(reason), "\(said)", sourceLocation: sourceLocation)
        }
    }
}
