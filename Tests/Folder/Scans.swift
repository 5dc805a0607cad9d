import Glibc
import HostConfiguration
import HostDispatch
import Logging
import Synchronization
import Testing

@testable import HostDispatch
@testable import HostFolder

/// A watched folder in a temporary place, with a clock that a test moves and a processor that a test plays.
final class Scans {
    let path: String
    let jobs = PlayedProcessor()
    let letters = KeptLetters()
    private let desk = Desk()
    private(set) var keeper: FolderKeeper

    /// The time, and what the keeper has not heard yet.
    private final class Desk: Sendable {
        let time = Mutex<UInt64>(1_000_000_000)
        let news = Mutex<[FolderNews]>([])

        func takeNews() -> [FolderNews] {
            news.withLock { news in
                defer { news = [] }
                return news
            }
        }

        func keeper(_ binding: FolderBinding, _ jobs: PlayedProcessor, _ letters: KeptLetters) -> FolderKeeper {
            FolderKeeper(
                BoundFolder(binding: binding, processor: "press", operation: "a.b"),
                around: FolderKeeper.Surroundings(
                    jobs: jobs, letters: letters, clock: { [self] in time.withLock { $0 } },
                    post: { [self] item in news.withLock { $0.append(item) } },
                    log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        }
    }

    init(makesFolder: Bool = true, _ change: (inout FolderBinding) -> Void = { _ in }) throws {
        var name = Array("/tmp/proctor-scans-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&name).map { String(cString: $0) }) + "/in"
        if makesFolder { mkdir(path, 0o755) }
        var binding = FolderBinding(path: path)
        binding.retry.jitter = 0
        change(&binding)
        keeper = desk.keeper(binding, jobs, letters)
    }

    deinit { _ = system("rm -rf '\(path.dropLast(3))'") }

    /// Another host takes over: what was under way is forgotten.
    func restart() {
        _ = (desk.takeNews(), jobs.takeAll())
        keeper = desk.keeper(keeper.binding, jobs, letters)
    }

    /// Lets time pass in steps of a listing, with all that follows from each.
    func pass(_ duration: Duration, takesFiles: Bool = true) {
        var rest = duration.nanoseconds
        while true {
            turn(takesFiles: takesFiles)
            guard rest > 0 else { return }
            let step = min(rest, 500_000_000)
            desk.time.withLock { $0 += step }
            rest -= step
        }
    }

    /// All that follows from what is known now.
    func turn(takesFiles: Bool = true) {
        repeat {
            _ = keeper.turn(desk.takeNews(), takesFiles: takesFiles)
        } while desk.news.withLock { !$0.isEmpty }
    }

    // MARK: Files

    func put(_ name: String, _ text: String, modified: Int? = nil) {
        write(path + "/" + name, text)
        guard let modified else { return }
        let times = [timespec(tv_sec: modified, tv_nsec: 0), timespec(tv_sec: modified, tv_nsec: 0)]
        utimensat(AT_FDCWD, path + "/" + name, times, 0)
    }

    func text(_ name: String) -> String? {
        guard let file = fopen(path + "/" + name, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Names in a folder below, sorted; hidden ones too.
    func names(_ folder: String = ".") -> [String] {
        guard let directory = opendir(path + "/" + folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." && !(folder == "." && ["done", "failed"].contains($0)) }.sorted()
    }
}

private func write(_ path: String, _ text: String) {
    guard let file = fopen(path, "we") else { return }
    fputs(text, file)
    fclose(file)
}

/// Holds the jobs that it was given until a test ends them.
final class PlayedProcessor: FolderJobs {
    private let held = Mutex<[Delivery]>([])
    private let seen = Mutex<[String]>([])
    private let room = Mutex<(capacity: Int?, isBusy: Bool)>((1, false))

    var capacity: Int? { room.withLock { $0.capacity } }
    func set(capacity: Int?) { room.withLock { $0.capacity = capacity } }
    func set(isBusy: Bool) { room.withLock { $0.isBusy = isBusy } }

    /// The names of all files that came, in order.
    var names: [String] { seen.withLock { $0 } }
    var waiting: [Delivery] { held.withLock { $0 } }

    func submit(_ delivery: (_ operation: String, _ mediaType: String) -> Delivery) -> Bool {
        let job = delivery("a.b", "application/json")
        if room.withLock({ $0.isBusy }) {
            job.end(.busy, isHostsDoing: true)
            return true
        }
        seen.withLock { $0.append(job.envelope.header("x-file-name") ?? "") }
        held.withLock { $0.append(job) }
        return true
    }

    func takeAll() -> [Delivery] {
        held.withLock { held in
            defer { held = [] }
            return held
        }
    }

    /// Ends the job that came first of those that wait.
    func end(
        _ status: JobStatus = .ok, _ answer: String = "{}", mediaType: String? = nil, error: JobError? = nil,
        isHostsDoing: Bool = false
    ) throws {
        let job = try #require(held.withLock { $0.isEmpty ? nil : $0.removeFirst() })
        job.end(status, answer, mediaType: mediaType, error: error, isHostsDoing: isHostsDoing)
    }
}

extension Delivery {
    func end(
        _ status: JobStatus, _ answer: String = "", mediaType: String? = nil, error: JobError? = nil,
        isHostsDoing: Bool = false
    ) {
        Array(answer.utf8).withUnsafeBytes {
            receiver.settle(
                Completion(
                    status: status, payload: $0, mediaType: mediaType, error: error, isHostsDoing: isHostsDoing))
        }
    }

    func emit(_ piece: String) -> PieceVerdict { Array(piece.utf8).withUnsafeBytes { receiver.take(piece: $0) } }

    var text: String {
        payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

/// Keeps dead letters, or says that it cannot.
final class KeptLetters: DeadLetterRoom {
    private let state = Mutex<(letters: [DeadLetter], fails: Bool)>(([], false))

    var letters: [DeadLetter] { state.withLock { $0.letters } }
    func set(fails: Bool) { state.withLock { $0.fails = fails } }

    func keep(_ letter: DeadLetter, done: @escaping @Sendable (Bool) -> Void) {
        done(
            state.withLock { state in
                if !state.fails { state.letters.append(letter) }
                return !state.fails
            })
    }
}
