import Fuzzing
import Testing

@testable import HostConfiguration

/// Whatever stands in the file, reading it ends in settings or in problems with a place inside the file.
@Suite struct MutationTests {
    @Test func mutatedFilesNeverCrashTheReader() {
        let seeds = [ConfigurationFileTests.good, FullFile.text].map { Array($0.utf8) }
        var random = SeededRandom(20_261_121)
        let pieces: [[UInt8]] =
            ["&a ", "*a", "!!int ", "${", "}", "- ", ": ", "? ", "\n", "\"", "'", "{", "[", "]", "|\n", "%", "\t"]
            .map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xEF, 0xBB, 0xBF]]
        var accepted = 0
        for round in 0..<FuzzRounds.count(4000) {
            let seed = seeds[round % seeds.count]
            var bytes = seed
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
                case 2: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: place)
                case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
                default: bytes = Array(bytes.prefix(place + 1))
                }
                if bytes.isEmpty { bytes = seed }
            }
            do throws(ConfigurationProblems) {
                let configuration = try ConfigurationFile.parse(
                    bytes: bytes, name: "etc/f.yaml", environment: FullFile.environment, files: FullFile.contents)
                #expect(!configuration.effectiveSettings().isEmpty)
                accepted += 1
            } catch {
                let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
                #expect(!error.problems.isEmpty)
                // libyaml breaks lines at more characters than a newline, each of at least one byte.
                #expect(
                    error.problems.allSatisfy { $0.position.line <= lines + bytes.count && !$0.description.isEmpty })
            }
        }
        #expect(accepted > 0 && accepted < FuzzRounds.count(4_000), "mutations must reach both outcomes")
    }
}
