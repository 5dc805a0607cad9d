import HostConfiguration
public import HostDispatch
import HostThreads
public import Logging
import Synchronization

/// Makes a job of each file that comes to rest in a watched folder, and moves it to the files that are done or failed.
///
/// Folders are looked at every half second rather than by the kernel's notices, which say nothing about a network
/// share. A job may run again after a crash; it has the same id then.
public final class FolderSource: JobSource {
    public let name = "folder"
    private let router: JobRouter
    private let letters: any DeadLetterRoom
    private let log: Logger
    /// By path. One that is bound no more is kept, idle: it may have files under way, and may be bound again.
    private let watches = Mutex<[String: FolderWatch]>([:])

    /// - Parameter letters: keeps jobs that failed for good, before their files are moved.
    public init(router: JobRouter, letters: any DeadLetterRoom, log: Logger) {
        (self.router, self.letters, self.log) = (router, letters, log)
    }

    public var hindrance: String? {
        let watches = watches.withLock { $0 }
        let reasons = watches.sorted { $0.key < $1.key }.compactMap { $0.value.hindrance }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    public func start() { routingChanged(router.snapshot) }

    public func routingChanged(_ routing: RoutingSnapshot) {
        let bound = routing.bindings.compactMap { BoundFolder($0) }
        watches.withLock { watches in
            for (path, watch) in watches where !bound.contains(where: { $0.binding.path == path }) { watch.pause() }
            for folder in bound {
                let path = folder.binding.path
                if let watch = watches[path] {
                    watch.watch(folder)
                    continue
                }
                let watch = FolderWatch(
                    folder, jobs: RoutedFolderJobs(router: router, path: path), letters: letters, log: log)
                watches[path] = watch
                watch.start()
            }
        }
    }

    public func pause() { watches.withLock { for watch in $0.values { watch.pause() } } }

    public func stop(within limit: Duration) {
        let deadline = MonotonicClock.now() &+ limit.nanoseconds
        let watches = watches.withLock { $0 }
        for watch in watches.values { watch.end() }
        for (path, watch) in watches.sorted(by: { $0.key < $1.key }) {
            let now = MonotonicClock.now()
            if !watch.waitForEnd(.nanoseconds(Int64(clamping: deadline > now ? deadline - now : 0))) {
                log.warning(
                    "files were still under way at the end; they will be done again", metadata: ["folder": "\(path)"])
            }
        }
    }
}
