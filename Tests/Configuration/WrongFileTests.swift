import Testing

@testable import HostConfiguration

/// What an operator reads who wrote something wrong. The messages are compared as a whole.
@Suite struct WrongFileTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        let told: String
        var testDescription: String { name }
    }

    @Test(arguments: wrongFiles)
    func isToldInFull(_ wrong: Wrong) {
        #expect(report(Array(wrong.file.utf8)) == wrong.told)
    }

    @Test func problemsOfABigFileAreBounded() {
        let long = "version: 1\nhost: { log: { level: " + String(repeating: "x", count: 5000) + " } }"
        for line in report(Array(long.utf8)).split(separator: "\n").dropFirst() { #expect(line.utf8.count < 120) }
        #expect(
            report([UInt8](repeating: 0x20, count: (1 << 20) + 1))
                == "plugins.yaml: error: the file has 1048577 bytes, and at most 1048576 are read")
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

    @Test func nestingIsBounded() {
        func nested(_ levels: Int) -> String {
            let brackets = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
            return "version: 1\nprocessors: { p: { plugin: p, config: { a: \(brackets) } } }"
        }
        #expect(report(Array(nested(60).utf8)).isEmpty)
        #expect(report(Array(nested(61).utf8)).contains("error: more than 64 levels are nested here"))
        #expect(report(Array(nested(200_000).utf8)).contains("error: more than 64 levels are nested here"))
    }

    private func report(_ bytes: [UInt8]) -> String {
        do throws(ConfigurationProblems) {
            _ = try ConfigurationFile.parse(bytes: bytes, name: "plugins.yaml", environment: [:])
            return ""
        } catch {
            return error.description
        }
    }
}
