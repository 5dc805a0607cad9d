import HostConfiguration
import HostDispatch
import HostObservability
import HostThreads
import Logging

/// One watched folder: lists it, makes jobs of what has settled, and puts away what has been dealt with. Used by one
/// thread, which it blocks while it reads and writes files.
///
/// A file leaves the folder last: after its answer is on the disk, or after its dead letter is durable. A crash in
/// between has the job done again, under the same id.
struct FolderKeeper {
    /// What the keeper works with.
    struct Surroundings: Sendable {
        let jobs: any FolderJobs
        let letters: any DeadLetterRoom
        /// Steady time in nanoseconds.
        let clock: @Sendable () -> UInt64
        /// Takes news for the keeper's next turn, from any thread.
        let post: @Sendable (FolderNews) -> Void
        let log: Logger
    }

    private static let largestFile: Int64 = 256 << 20
    private static let listEvery = Duration.milliseconds(500)

    let around: Surroundings
    /// Another one takes effect at the next turn; its path stays the same.
    var bound: BoundFolder
    var binding: FolderBinding { bound.binding }

    var lives = FileLives()
    private var jobs: [String: FileJob] = [:]
    var endings: [String: FileEnding] = [:]
    private var nextListing: UInt64 = 0
    private var refused: Set<String> = []
    private var listingTrouble: String?

    init(_ bound: BoundFolder, around: Surroundings) { (self.bound, self.around) = (bound, around) }

    /// Why files are not dealt with; nil when they are.
    var hindrance: String? {
        let ends = endings.sorted { $0.key < $1.key }.compactMap(\.value.trouble)
        // One stands for all: what keeps one file keeps the others too.
        let troubles = [listingTrouble, ends.first].compactMap { $0 }
        return troubles.isEmpty ? nil : troubles.joined(separator: "; ")
    }

    /// Whether nothing of this folder is under way but what failed and would only be tried again.
    var isAtRest: Bool {
        lives.running == 0 && endings.values.allSatisfy { $0.trouble != nil && $0.step != .letterUnderWay }
    }

    /// Does what is due.
    ///
    /// - Parameter takesFiles: false for a host that takes no more jobs.
    /// - Returns: when the next turn is due, unless there is news before; nil when only news matter.
    mutating func turn(_ news: [FolderNews], takesFiles: Bool) -> UInt64? {
        let now = around.clock()
        for item in news { hear(item, now) }
        for name in endings.keys.sorted() { goOn(name, now) }
        if takesFiles {
            if now >= nextListing { list(now) }
            start(now)
        }
        return nextTurn(takesFiles: takesFiles)
    }

    private func nextTurn(takesFiles: Bool) -> UInt64? {
        let due = endings.values.filter { $0.step != .letterUnderWay }.map(\.due).min()
        guard takesFiles else { return due }
        return min(due ?? .max, nextListing)
    }

    // MARK: Files coming in

    private mutating func list(_ now: UInt64) {
        do throws(FileTrouble) {
            try FileAside.returnAll(to: binding.path)
            let listing = try FolderListing.read(binding.path, patterns: binding.patterns.map { FilePattern($0) })
            for folder in [binding.done, binding.failed] { try FileWriting.makeFolder(folder) }
            lives.observe(listing.files, now: now)
            for name in listing.refused.subtracting(refused).sorted() {
                log(.warning, "a link, or a name that is no text, is left alone", file: name)
            }
            refused = listing.refused
            if listingTrouble != nil { log(.notice, "the folder is watched again") }
            listingTrouble = nil
        } catch {
            if listingTrouble == nil { log(.warning, "the folder cannot be watched", reason: error.description) }
            listingTrouble = error.description
        }
        // A folder on a slow share is listed less often: a tenth of the time at most.
        let end = around.clock()
        nextListing = end &+ max(Self.listEvery.nanoseconds, (end &- now) &* 10)
    }

    private mutating func start(_ now: UInt64) {
        guard let capacity = around.jobs.capacity else { return }
        for start in lives.take(window: capacity + 2, settle: binding.settle.nanoseconds, now: now) {
            var job = FileJob(folder: binding.path, start: start)
            let path = binding.path + "/" + start.name
            switch FileReading.read(path, facts: start.facts, limit: Self.largestFile) {
            case .bytes(let bytes):
                job.payload = bytes
                submit(job, bytes, now)
            case .unsettled: lives.unsettle(start.name, now: now)
            case .vanished: lives.forget(start.name)
            case .tooLarge:
                let message = "the file is larger than \(Self.largestFile >> 20) MiB, the most that a job can carry"
                ended(job, JobEnd(.reject, JobError(code: "folder.file_too_large", message: message)), now)
            case .failed(let trouble):
                ended(job, JobEnd(.retry, JobError(code: "folder.unreadable", message: trouble.description)), now)
            }
        }
    }

    private mutating func submit(_ job: FileJob, _ payload: [UInt8], _ now: UInt64) {
        jobs[job.name] = job
        let (post, keepsAnswer) = (around.post, binding.keepsAnswers)
        let isTaken = around.jobs.submit { operation, mediaType in
            Delivery(
                envelope: JobEnvelope(id: job.id, operation: operation, headers: job.headers),
                attempt: UInt32(clamping: job.attempt), origin: "folder", payload: payload,
                receiver: FolderReceiver(mediaType: mediaType, keepsAnswer: keepsAnswer) { post(.ended(job.name, $0)) },
                received: MonotonicClock.now(), deadlineFrom: .start)
        }
        guard !isTaken else { return }
        jobs[job.name] = nil
        lives.wait(job.name, until: now &+ FolderVerdict.pause.nanoseconds, counts: false)
    }

    // MARK: Jobs coming back

    private mutating func hear(_ news: FolderNews, _ now: UInt64) {
        switch news {
        case .ended(let name, let end):
            guard let job = jobs.removeValue(forKey: name) else { return }
            ended(job, end, now)
        case .letter(let name, let isKept):
            guard endings[name]?.step == .letterUnderWay else { return }
            heard(name, isKept: isKept, now)
        }
    }

    private mutating func ended(_ job: FileJob, _ end: JobEnd, _ now: UInt64) {
        switch FolderVerdict(end, attempt: job.attempt, policy: binding.retry, chance: job.chance) {
        case .done:
            lives.end(job.name)
            var job = job
            job.payload = nil
            endings[job.name] = FileEnding(job: job, status: end.status, error: nil, answer: end.answer, step: .placing)
        case .failed:
            lives.end(job.name)
            let error = end.error ?? JobError(code: "job.\(end.status.rawValue)", message: "no reason was given")
            endings[job.name] = FileEnding(job: job, status: end.status, error: error, answer: nil, step: .letter)
        case .again(let pause): lives.wait(job.name, until: now &+ pause.nanoseconds, counts: true)
        case .giveBack(let pause, let holdsAll):
            lives.wait(job.name, until: now &+ pause.nanoseconds, counts: false)
            if holdsAll { lives.hold(until: now &+ pause.nanoseconds) }
        }
        // One that ended as it was read is gone on with in this turn too.
        if endings[job.name] != nil { goOn(job.name, now) }
    }
}
