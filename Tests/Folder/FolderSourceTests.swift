import Glibc
import HostConfiguration
import HostDispatch
import Logging
import Testing

@testable import HostFolder

/// The source as the host runs it: real threads, a real generation.
@Suite struct FolderSourceTests {
    private let router = JobRouter()
    private let letters = KeptLetters()
    private let generation = EchoPlugin.generation()

    private func source() -> FolderSource {
        FolderSource(router: router, letters: letters, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func routing(_ folders: [Scans]) -> RoutingSnapshot {
        let route = Route(operation: "echo.say", mediaType: "text/plain", streams: false, generation: generation)
        return RoutingSnapshot(
            number: 1,
            bindings: folders.map { folder in
                var binding = folder.keeper.binding
                binding.settle = .milliseconds(100)
                return BoundRoute(
                    binding: Binding(
                        source: .folder(binding), target: .operation("echo.say"),
                        position: SourcePosition(file: "plugins.yaml")),
                    processor: "echo", route: route)
            }, generations: [generation])
    }

    /// Looks every 10 ms, for 30 s at most.
    private func eventually(_ isSo: () -> Bool) -> Bool {
        for _ in 0..<3_000 where !isSo() { usleep(10_000) }
        return isSo()
    }

    @Test("many files of two folders all come to done or failed, with their answers")
    func manyFiles() throws {
        let (first, second) = (try Scans(), try Scans())
        router.publish(routing([first, second]))
        for number in 0..<60 {
            first.put("a\(number).txt", number.isMultiple(of: 10) ? "!\(number)" : "\(number)")
            second.put("b\(number).txt", "\(number)")
        }
        let source = source()
        source.start()
        #expect(eventually { first.names().isEmpty && second.names().isEmpty })
        source.pause()
        source.stop(within: .seconds(30))
        #expect(first.names("failed").count == 12 && first.names("done").count == 108)
        #expect(second.names("done").count == 120 && second.text("done/b7.txt.txt") == "7")
        #expect(letters.letters.count == 6 && source.hindrance == nil)
    }

    @Test("a reload begins to watch a folder and ceases to watch another, and may bring it back")
    func reload() throws {
        let (first, second) = (try Scans(), try Scans(makesFolder: false))
        router.publish(routing([first]))
        let source = source()
        source.start()
        router.publish(routing([second]))
        source.routingChanged(router.snapshot)
        #expect(eventually { source.hindrance == "\(second.path) is not there" })
        first.put("a.txt", "x")
        router.publish(routing([first]))
        source.routingChanged(router.snapshot)
        #expect(eventually { first.names("done").count == 2 })
        #expect(eventually { source.hindrance == nil })
        source.stop(within: .seconds(30))
    }
}
