import Glibc
import Synchronization

/// All templates: those of the image, and the operator's, whose folder is watched by being looked at on use, at most
/// once a second. A look is made by one caller, in which it lists folders, and reads and compiles those that changed: some
/// milliseconds, or as long as the file system takes. The others are served meanwhile. So `template` and `inventory` may
/// be called from any thread, but from one that may wait: not from Swift's pool of threads for tasks.
public final class TemplateShelf: Sendable {
    /// What the shelf asks the time of; a test has its own.
    public struct Clocks: Sendable {
        /// Nanoseconds of a clock that only goes forwards.
        public var monotonic: @Sendable () -> UInt64
        /// Nanoseconds since 1970.
        public var calendar: @Sendable () -> Int

        public init(monotonic: @escaping @Sendable () -> UInt64, calendar: @escaping @Sendable () -> Int) {
            self.monotonic = monotonic
            self.calendar = calendar
        }

        public static let system = Clocks(
            monotonic: { SystemClock.nanoseconds(CLOCK_MONOTONIC) },
            calendar: { Int(clamping: SystemClock.nanoseconds(CLOCK_REALTIME)) })
    }

    private struct State: Sendable {
        var slots: [String: ShelfSlot] = [:]
        var shelfProblems: [TemplateProblem] = []
        var lookedAt: UInt64 = 0
        var isLooking = false
    }

    private let reader: FolderReader?
    private let clocks: Clocks
    private let tell: @Sendable (ShelfEvent) -> Void
    private let state: Mutex<State>

    /// Nanoseconds between two looks.
    private static let pause: UInt64 = 1_000_000_000

    /// Reads everything once; blocks on the file system meanwhile.
    ///
    /// - Parameters:
    ///   - folder: the operator's; nil: none. One that does not exist is reported, and looked for again.
    ///   - tell: is called for each change, on the thread that saw it.
    /// - Throws: what is wrong with built-in templates; never what is wrong with the operator's.
    public init(
        builtIn: [FolderContent], folder: String?, limits: FolderLimits = FolderLimits(), clocks: Clocks = .system,
        tell: @escaping @Sendable (ShelfEvent) -> Void = { _ in }
    ) throws(TemplateProblems) {
        var state = State()
        for content in builtIn {
            var slot = ShelfSlot()
            let template = try ReportTemplate(content)
            slot.builtIn = template
            slot.versions.remember(template)
            state.slots[content.name] = slot
        }
        reader = folder.map { FolderReader(path: $0, limits: limits) }
        self.clocks = clocks
        self.tell = tell
        self.state = Mutex(state)
        look()
    }

    /// A template, as it is now or as it was.
    ///
    /// - Parameter version: the content's hash, for a job that began with it; nil: the newest that is right.
    public func template(_ name: String, version: String? = nil) throws(ShelfError) -> ReportTemplate {
        lookIfDue()
        let (slot, known) = state.withLock { state in
            (state.slots[name], state.slots.filter { $0.value.isThere }.keys.sorted())
        }
        guard let slot else { throw .unknown(name, known: known) }
        if let version {
            guard let template = slot.versions[version] else {
                throw .versionUnknown(name, known: slot.versions.versions)
            }
            return template
        }
        if let template = slot.current { return template }
        throw slot.hasFolder ? .broken(name, slot.problems) : .unknown(name, known: known)
    }

    /// Everything on the shelf, sorted by name, and what is wrong with the shelf folder itself.
    public func inventory() -> (entries: [ShelfEntry], problems: [TemplateProblem]) {
        lookIfDue()
        return state.withLock { state in
            let names = state.slots.keys.sorted()
            return (
                names.compactMap { name in state.slots[name].flatMap { ShelfEntry(name, $0) } }, state.shelfProblems
            )
        }
    }

    private func lookIfDue() {
        let now = clocks.monotonic()
        let isMine = state.withLock { state in
            guard reader != nil, !state.isLooking, now &- state.lookedAt >= Self.pause else { return false }
            state.isLooking = true
            return true
        }
        if isMine { look() }
    }

    /// Reads the operator's folder without the lock: who needs a template meanwhile has the one from before.
    private func look() {
        guard let reader else { return }
        let before = state.withLock { ($0.slots, $0.shelfProblems) }
        var look = ShelfLook(reader: reader, now: clocks.calendar(), slots: before.0, shelfProblems: before.1)
        look.look()
        let (slots, problems) = (look.slots, look.shelfProblems)
        state.withLock { state in
            state.slots = slots
            state.shelfProblems = problems
            state.lookedAt = clocks.monotonic()
            state.isLooking = false
        }
        look.events.forEach(tell)
    }
}

private enum SystemClock {
    static func nanoseconds(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
    }
}
