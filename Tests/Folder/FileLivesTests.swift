import Fuzzing
import Testing

@testable import HostFolder

@Suite struct FileLivesTests {
    private func facts(_ modified: Int64, size: Int64 = 1) -> FileFacts {
        FileFacts(inode: 1, size: size, modified: modified)
    }

    private func names(_ starts: [FileLives.Start]) -> [String] { starts.map(\.name) }

    @Test("a file is taken when it has stayed as it is for the time to settle, and not before")
    func settles() {
        var lives = FileLives()
        lives.observe(["a": facts(1)], now: 100)
        #expect(lives.take(window: 9, settle: 50, now: 149).isEmpty)
        lives.observe(["a": facts(1, size: 2)], now: 140)
        #expect(lives.take(window: 9, settle: 50, now: 150).isEmpty, "it grew at 140")
        lives.observe(["a": facts(1, size: 2)], now: 190)
        #expect(names(lives.take(window: 9, settle: 50, now: 190)) == ["a"])
        #expect(lives.take(window: 9, settle: 50, now: 999).isEmpty, "it runs")
    }

    @Test("the oldest go first, then by name, and no more than the window are in flight")
    func orderAndWindow() {
        var lives = FileLives()
        lives.observe(["d": facts(1), "b": facts(2), "a": facts(2), "c": facts(3)], now: 0)
        #expect(names(lives.take(window: 3, settle: 0, now: 0)) == ["d", "a", "b"])
        #expect(lives.take(window: 3, settle: 0, now: 0).isEmpty)
        lives.end("d")
        #expect(lives.take(window: 3, settle: 0, now: 0).isEmpty, "its end is under way")
        lives.forget("d")
        #expect(names(lives.take(window: 3, settle: 0, now: 0)) == ["c"])
    }

    @Test("attempts count unless they are given back, and begin anew when the file is another")
    func attempts() {
        var lives = FileLives()
        lives.observe(["a": facts(1)], now: 0)
        #expect(lives.take(window: 1, settle: 0, now: 0).first?.attempt == 1)
        lives.wait("a", until: 10, counts: true)
        #expect(lives.take(window: 1, settle: 0, now: 9).isEmpty)
        #expect(lives.take(window: 1, settle: 0, now: 10).first?.attempt == 2)
        lives.wait("a", until: 20, counts: false)
        #expect(lives.take(window: 1, settle: 0, now: 20).first?.attempt == 2)
        lives.wait("a", until: 30, counts: true)
        lives.observe(["a": facts(2)], now: 25)
        #expect(lives.take(window: 1, settle: 0, now: 30).first?.attempt == 1)
    }

    @Test("a file that goes is forgotten, unless its job is under way")
    func vanishing() {
        var lives = FileLives()
        lives.observe(["a": facts(1), "b": facts(2)], now: 0)
        _ = lives.take(window: 1, settle: 0, now: 0)
        lives.observe([:], now: 1)
        #expect(lives.lives.keys.sorted() == ["a"])
    }

    @Test("a processor without room holds all files back")
    func held() {
        var lives = FileLives()
        lives.observe(["a": facts(1)], now: 0)
        lives.hold(until: 50)
        #expect(lives.take(window: 1, settle: 0, now: 49).isEmpty)
        #expect(lives.take(window: 1, settle: 0, now: 50).count == 1)
    }

    @Test("in any order of events no file is started twice at once, and the window holds")
    func randomWalk() {
        var random = SeededRandom(4)
        for _ in 0..<200 {
            var lives = FileLives()
            var running: Set<String> = []
            var now: UInt64 = 0
            for _ in 0..<100 {
                now += UInt64.random(in: 0...20, using: &random)
                let name = String(UInt8.random(in: 0..<6, using: &random))
                let isRunning = running.contains(name)
                switch Int.random(in: 0..<7, using: &random) {
                case 0, 1:
                    let seen = (0..<6).filter { _ in Bool.random(using: &random) }
                    lives.observe(
                        Dictionary(uniqueKeysWithValues: seen.map { (String($0), facts(Int64(now / 40))) }), now: now)
                case 2, 3:
                    for start in lives.take(window: 3, settle: 10, now: now) {
                        #expect(running.insert(start.name).inserted)
                        #expect(start.attempt >= 1)
                    }
                    #expect(lives.inFlight <= 3)
                case 4 where isRunning:
                    lives.wait(name, until: now + 15, counts: Bool.random(using: &random))
                    running.remove(name)
                case 5 where isRunning:
                    lives.unsettle(name, now: now)
                    running.remove(name)
                case 6 where isRunning:
                    lives.end(name)
                    lives.forget(name)
                    running.remove(name)
                default: break
                }
                #expect(lives.running == running.count)
            }
        }
    }
}
