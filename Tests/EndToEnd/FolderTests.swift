import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// A folder whose files are jobs.
    @Suite(.serialized) struct Folders {
        private static func host(_ folders: String) throws -> HostUnderTest {
            let host = try WorkerHost.make(folders)
            for folder in ["in", "new"] {
                try FileManager.default.createDirectory(
                    atPath: host.folder.path + "/" + folder, withIntermediateDirectories: false)
            }
            try host.start()
            return host
        }

        /// Puts a file into the watched folder as a whole.
        private static func drop(_ name: String, _ text: String, into host: HostUnderTest) throws {
            try host.folder.write(text, to: "new/" + name)
            let (new, target) = ("\(host.folder.path)/new/\(name)", "\(host.folder.path)/in/\(name)")
            #expect(rename(new, target) == 0)
        }

        private static func names(_ folder: String, _ host: HostUnderTest) -> Set<String> {
            let path = host.folder.path + "/in/" + folder
            return Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
        }

        private static func json(_ name: String, _ host: HostUnderTest) throws -> [String: Any] {
            let data = try #require(FileManager.default.contents(atPath: host.folder.path + "/in/" + name))
            return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }

        @Test func filesThatComeInAreDoneAndTheirAnswersStandBesideThem() throws {
            let host = try Self.host("      - { folder: { path: ./in, settle: 100ms }, operation: worker.echo }")
            try Self.drop("one.json", "{\"essay\": \"\(WorkerHost.text)\"}", into: host)
            try Self.drop("two.txt", WorkerHost.text, into: host)
            try host.wait("both to be done") {
                Self.names("done", host) == ["one.json", "one.json.json", "two.txt", "two.txt.json"]
            }
            try host.wait("the watched folder to be empty") {
                Self.names("", host).subtracting(["done", "failed"]).isEmpty
            }
            let answer = try Self.json("done/one.json.json", host)
            #expect(answer["file_name"] as? String == "one.json")
            #expect((answer["payload"] as? [String: String])?["essay"] == WorkerHost.text)
            #expect(try Self.json("done/two.txt.json", host)["size"] as? Int == WorkerHost.text.utf8.count)
            host.finish()
        }

        @Test func aFileThatFailsIsPutAsideWithItsErrorAndItsDeadLetterCanBeRetried() throws {
            let effects = try EffectServer()
            effects.setAway(true)
            let host = try Self.host(
                """
                      - folder: { path: ./in, settle: 100ms, retry: { attempts: 2, first: 50ms } }
                        operation: worker.effect
                """)
            let payload = "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\", \"essay\": \"\(WorkerHost.text)\"}"
            try Self.drop("sheet.json", payload, into: host)
            try host.wait("the file to be put aside") {
                Self.names("failed", host) == ["sheet.json", "sheet.json.error.json"]
            }
            let error = try Self.json("failed/sheet.json.error.json", host)
            #expect("\(error)".contains("worker.counter"), "\(error)")
            let letter = try #require(try host.letters().first)
            #expect(letter["origin"] as? String == "folder \(host.folder.path)/in")
            #expect(letter["attempts"] as? Int == 2)
            let number = String(try #require(letter["number"] as? Int))
            #expect(try host.command("dead-letters", "show", number, "--payload") == payload)

            effects.setAway(false)
            try host.command("dead-letters", "retry", number)
            try host.wait("the effect") { effects.order.count == 1 }
            let id = try #require(letter["job"] as? String)
            #expect(effects.order.first?.removingPercentEncoding == id)
            host.finish()
        }

        @Test func everyFileIsDoneAlthoughTheHostIsKilledAmongThem() throws {
            let effects = try EffectServer()
            effects.setPause(microseconds: 10_000)
            let host = try Self.host("      - { folder: { path: ./in, settle: 0s }, operation: worker.effect }")
            let files = (0..<50).map { "sheet-\($0).json" }
            for file in files {
                try Self.drop(file, "{\"url\": \"http://127.0.0.1:\(effects.port)/effect\"}", into: host)
            }
            try host.wait("the middle") { effects.effects.count >= 20 }
            host.kill()
            #expect(effects.effects.count < files.count, "the kill came after the work")
            try host.startAgain()
            // One that was killed between its answer and its move left the answer's name taken, and has the next number.
            let places = files.map { [$0, $0.replacing(".json", with: "-2.json")] }
            try host.wait("all files to be done") {
                let done = Self.names("done", host)
                return places.allSatisfy { $0.contains { done.isSuperset(of: [$0, $0 + ".json"]) } }
            }
            try host.wait("the watched folder to be empty") {
                Self.names("", host).subtracting(["done", "failed"]).isEmpty
            }
            #expect(Self.names("failed", host).isEmpty)
            // Hidden: the beginning of an answer that the killed host was writing.
            let more = Self.names("done", host).subtracting(places.joined().flatMap { [$0, $0 + ".json"] })
                .filter { !$0.hasPrefix(".") }
            #expect(places.allSatisfy { Self.names("done", host).intersection($0).count == 1 }, "done once each")
            #expect(more.isEmpty, "\(more)")
            #expect(effects.effects.count == files.count)
            // What was running at the kill, and what was done and not yet moved.
            #expect(effects.order.count - files.count <= 8)
            host.finish()
        }
    }
}
