import HostDatabase
import HostThreads
import Logging

/// Removes what has run out, now and then, for as long as a host serves. On a thread of its own.
final class DataSweep: Sendable {
    private static let interval = Duration.seconds(60)

    private let rooms: [any DataRoom]
    private let log: Logger
    private let ending = Gate()
    private let ended = Gate()

    init(_ rooms: [any DataRoom], log: Logger) {
        self.rooms = rooms
        self.log = log
    }

    func start() {
        guard let thread = HostThread.start(name: "sweep", { [self] in run() }) else { return ended.open() }
        thread.detach()
    }

    /// Ends it; a step that is under way is waited for. Blocks.
    func stop() {
        ending.open()
        ended.wait()
    }

    private func run() {
        while !ending.wait(Self.interval) {
            for room in rooms { sweep(room) }
        }
        ended.open()
    }

    private func sweep(_ room: any DataRoom) {
        do throws(DatabaseFailure) {
            while try room.sweep(now: WallClock.system.now()) > 0 {
                if ending.wait(.zero) { return }
            }
        } catch {
            log.warning(
                "what has run out could not be removed", metadata: ["room": "\(room.name)", "reason": "\(error)"])
        }
    }
}
