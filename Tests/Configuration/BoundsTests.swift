import Foundation
import Testing

@testable import HostConfiguration

/// A file can be as big, deep or cunning as it likes: it is refused quickly, and in little memory.
@Suite struct BoundsTests {
    private func problems(_ bytes: [UInt8], environment: [String: String] = [:]) -> String {
        do throws(ConfigurationProblems) {
            _ = try ConfigurationFile.parse(bytes: bytes, name: "plugins.yaml", environment: environment)
            return ""
        } catch {
            return error.description
        }
    }

    /// Ten to the ninth scalars, if it were unfolded.
    private static let bomb: [UInt8] = {
        var text = "version: 1\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1..<9 {
            text +=
                "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
                + "]\n"
        }
        return Array(text.utf8)
    }()

    @Test("a bomb of aliases is refused at its first alias")
    func aliases() {
        #expect(problems(Self.bomb).contains("aliases (*name) are not read here"))
    }

    @Test("100 MB of aliases are refused in under a second, from memory and from the disk")
    func manyAliases() throws {
        var bytes = Self.bomb
        bytes += [UInt8](repeating: 0, count: 100_000_000 - bytes.count)
        let line = Array("- *a8 \n".utf8)
        bytes.withUnsafeMutableBufferPointer { buffer in
            for index in Self.bomb.count..<buffer.count { buffer[index] = line[(index - Self.bomb.count) % line.count] }
        }
        let path = NSTemporaryDirectory() + "proctor-aliases-\(UUID().uuidString).yaml"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }

        let clock = ContinuousClock()
        let inMemory = clock.measure { #expect(problems(bytes).contains("has more than 1048576 bytes")) }
        let onDisk = clock.measure {
            let error = #expect(throws: ConfigurationProblems.self) {
                try ConfigurationFile.load(path: path, environment: [:])
            }
            #expect(error?.problems.map(\.code) == ["config.too_large"])
        }
        #expect(inMemory < .seconds(1) && onDisk < .seconds(1))
        let tolerant = clock.measure { _ = ConfigurationFile.hostSettings(path: path, environment: [:]) }
        #expect(tolerant < .seconds(1))
    }

    @Test("nesting is bounded")
    func depth() {
        func nested(_ levels: Int) -> [UInt8] {
            let brackets = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
            return Array("version: 1\nprocessors: { p: { plugin: p, config: { a: \(brackets) } } }".utf8)
        }
        #expect(problems(nested(60)).isEmpty)
        #expect(problems(nested(61)).contains("error: more than 64 levels are nested here"))
        #expect(problems(nested(200_000)).contains("error: more than 64 levels are nested here"))
    }

    @Test("one value is bounded, plain, quoted or as a block")
    func hugeValues() {
        let long = String(repeating: "x", count: 300_000)
        for value in [long, "\"\(long)\"", "|\n      \(long)"] {
            let text = "version: 1\nprocessors: { }\nhost:\n  state: " + value
            #expect(problems(Array(text.utf8)).contains("a value of more than 262144 bytes starts here"))
        }
        #expect(problems(Array("version: 1\n\"\(long)\": 1".utf8)).contains("error: "))
    }

    @Test("what variables fill in is bounded as a whole")
    func expansionBomb() {
        let references = String(repeating: "${A}", count: 1000)
        let text = "version: 1\nprocessors: { p: { plugin: p, config: { a: \"\(references)\" } } }"
        let told = problems(Array(text.utf8), environment: ["A": String(repeating: "x", count: 100_000)])
        #expect(told.contains("variables fill in more than can be read here"))
    }

    @Test("a file of a hundred thousand short lists is read in bounded time")
    func manyNodes() {
        let text =
            "version: 1\nprocessors: { p: { plugin: p, config: { a: [" + String(repeating: "[],", count: 300_000)
            + "] } } }"
        #expect(problems(Array(text.utf8)).isEmpty)
    }
}
