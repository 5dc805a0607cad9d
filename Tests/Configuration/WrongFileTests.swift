import Foundation
import Testing

@testable import HostConfiguration

/// What an operator reads who wrote something wrong: `Wrong/NAME.yaml` and, word for word, `Wrong/NAME.txt`.
///
/// With PROCTOR_GOLDEN=write in the environment the texts are written anew, to be read in the difference.
@Suite struct WrongFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Wrong")
    private static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    private static let environment = ["EMPTY": "", "SHORT": "hunter2", "AMQP_URL": "amqp://guest:guest@rabbit:5672"]
    private static let files: [String: String] = ["./token": "0123456789abcdef0123\n", "./short": "hunter2\n"]

    @Test(arguments: names)
    func isToldInFull(name: String) throws {
        let bytes = try Data(contentsOf: Self.folder.appending(path: name + ".yaml"))
        let golden = Self.folder.appending(path: name + ".txt")
        let told = report(Array(bytes)) + "\n"
        if ProcessInfo.processInfo.environment["PROCTOR_GOLDEN"] == "write" {
            try Data(told.utf8).write(to: golden)
        }
        #expect(try told == String(contentsOf: golden, encoding: .utf8))
        #expect(told.contains(": error: "), "\(name).yaml is not wrong")
        #expect(!told.contains("hunter2"), "a secret is shown")
    }

    @Test func thereAreFortyOfThemAtLeast() { #expect(Self.names.count >= 40) }

    @Test func noGoldenTextIsWithoutItsFile() throws {
        let texts = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".txt")
        }
        #expect(texts.map { String($0.dropLast(4)) }.sorted() == Self.names)
    }

    @Test func problemsOfABigFileAreBounded() {
        let long = "version: 1\nhost: { log: { level: " + String(repeating: "x", count: 5000) + " } }"
        for line in report(Array(long.utf8)).split(separator: "\n").dropFirst() { #expect(line.utf8.count < 120) }
        #expect(
            report([UInt8](repeating: 0x20, count: (1 << 20) + 1))
                == "plugins.yaml: error: the file has more than 1048576 bytes, and no more are read; keep what is long "
                + "in files of its own")
    }

    @Test func numberOfProblemsIsBounded() {
        let keys = (0..<20_000).map { "k\($0): 1\n" }.joined()
        let lines = report(Array(("version: 1\n" + keys).utf8)).split(separator: "\n")
        #expect(lines.count { $0.contains("error: unknown key") } == 200)
        #expect(lines.last == "plugins.yaml: error: 19800 more problems are not shown")
    }

    @Test func bytesThatAreNoTextAreRefusedWithTheirPlace() {
        #expect(
            report(Array("version: 1\nhost: \u{e9}".utf8.dropLast())).hasPrefix(
                "plugins.yaml:2:7: error: the file is not valid UTF-8 here"))
        #expect(
            report(Array("version: 1\nho\0st: {}".utf8)).hasPrefix(
                "plugins.yaml:2:3: error: here is a character that is not text"))
        #expect(
            report(Array("version: 1\n\u{7}".utf8)).hasPrefix(
                "plugins.yaml:2:1: error: here is a character that is not text"))
    }

    private func report(_ bytes: [UInt8]) -> String {
        do throws(ConfigurationProblems) {
            _ = try ConfigurationFile.parse(
                bytes: bytes, name: "plugins.yaml", environment: Self.environment,
                files: FileContents { path in
                    Self.files[path].map { .success(Array($0.utf8)) } ?? .failure(.system(ENOENT))
                })
            return ""
        } catch {
            return error.description
        }
    }
}
