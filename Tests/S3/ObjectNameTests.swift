import Fuzzing
import Testing

@testable import HostS3

@Suite struct ObjectNameTests {
    @Test("a key comes back from its name")
    func back() {
        for key in [
            "a", "ab", "abc", "../x", "a/b", "\u{e9}", "e\u{301}", "\u{1f600}", String(repeating: "/", count: 512),
        ] {
            let name = ObjectName.of(key)
            #expect(ObjectName.key(of: name).map { Array($0.utf8) } == Array(key.utf8))
        }
    }

    @Test("names are plain, short enough for S3, and no part is too long for a file system")
    func plain() {
        let name = ObjectName.of(String(repeating: "\u{d5d8}", count: 170) + "ab")
        #expect(name.utf8.count == 683 + 3 + 1)
        #expect(name.split(separator: "/").allSatisfy { $0.utf8.count <= 255 })
        #expect(name.utf8.allSatisfy { "!-/_0123456789".utf8.contains($0) || ($0 | 0x20) - 0x61 < 26 })
    }

    @Test("random keys and their mutated forms have names in the order of their bytes")
    func mutatedOrder() {
        var random = SeededRandom(1)
        for _ in 0..<FuzzRounds.count(3_000) {
            let one = key(&random)
            var other = Bool.random(using: &random) ? one.mutated(&random) : key(&random)
            if Bool.random(using: &random) { other = one + other }
            let (first, second) = (String(decoding: one, as: UTF8.self), String(decoding: other, as: UTF8.self))
            let names = (ObjectName.of(first), ObjectName.of(second))
            #expect(
                names.0.utf8.lexicographicallyPrecedes(names.1.utf8)
                    == first.utf8.lexicographicallyPrecedes(second.utf8))
            #expect((names.0 == names.1) == first.utf8.elementsEqual(second.utf8))
        }
    }

    @Test("a prefix of keys bounds their names")
    func prefixes() {
        var random = SeededRandom(2)
        for _ in 0..<2_000 {
            let prefix = String(decoding: key(&random), as: UTF8.self)
            let longer = prefix + String(decoding: key(&random), as: UTF8.self)
            for key in [prefix, longer] where !key.isEmpty {
                #expect(ObjectName.of(key).hasPrefix(ObjectName.common(prefix: prefix)))
                #expect(ObjectName.before(prefix: prefix).utf8.lexicographicallyPrecedes(ObjectName.of(key).utf8))
            }
            let smaller = String(prefix.unicodeScalars.dropLast()) + " "
            if smaller.utf8.lexicographicallyPrecedes(prefix.utf8), !smaller.utf8.starts(with: prefix.utf8) {
                let name = ObjectName.of(smaller)
                #expect(name.utf8.lexicographicallyPrecedes(ObjectName.before(prefix: prefix).utf8))
            }
        }
    }

    @Test("names that others gave are no keys")
    func mutatedForeign() {
        for name in ["", "!", "a", "a!", "index.html", "C!", "B4!x", "/B4!", "B4/!", "B5!", "\u{e9}!", "~~!"] {
            #expect(ObjectName.key(of: name) == nil, "\(name)")
        }
        var random = SeededRandom(3)
        for _ in 0..<FuzzRounds.count(2_000) {
            let name = String(decoding: Array(ObjectName.of("some key").utf8).mutated(&random), as: UTF8.self)
            // One name to a key: nothing else may stand for it.
            if let key = ObjectName.key(of: name) { #expect(ObjectName.of(key) == name) }
        }
    }

    private func key(_ random: inout SeededRandom) -> [UInt8] {
        let length = [1, 2, 3, 4, 149, 150, 151, 300][Int.random(in: 0..<8, using: &random)]
        return (0..<length).map { _ in UInt8.random(in: 0x20...0x7E, using: &random) }
    }
}
