import FoundationEssentials
import GRDB
import Glibc
import HostDatabase
import HostDispatch
import HostEmbeddedServices
import HostThreads
import Logging
import Synchronization

/// A folder with a database and blobs of a test's own, and a clock that the test sets.
final class Workbench: Sendable {
    static let schemas = [LeaseTable.schema, StoreService.schema, BlobService.schema]

    let folder: String
    let database: HostDatabase.Database
    let files: BlobFiles
    /// Milliseconds since 1970.
    let time = Mutex<Int64>(1_795_250_430_000)

    init(schemas: [HostDatabase.Database.Schema] = schemas) throws {
        var template = Array("/tmp/proctor-services-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw DatabaseFailure(errno: errno, path: "/tmp") }
        folder = String(cString: made)
        database = try HostDatabase.Database(
            path: folder + "/proctor.db", synchronous: false, schemas: schemas,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        files = try BlobFiles(creating: folder + "/blobs", synchronous: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
        // On a thread of its own: the last one to let go may be the database's thread, which cannot close itself.
        let database = database
        HostThread.start(name: "cleanup") { database.close() }?.detach()
    }

    /// It keeps the workbench alive as long as a service that has it.
    var clock: WallClock { WallClock { [self] in time.withLock { $0 } } }
    var store: StoreService { StoreService(database: database, clock: clock) }
    var blobs: BlobService { BlobService(database: database, files: files, limit: 1 << 20, clock: clock) }
    var state: EmbeddedState { EmbeddedState(database: database, blobs: files, clock: clock) }

    func pass(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }

    func rows(_ table: String) throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    /// Lets the database grow by so many pages and no more.
    func limitGrowth(pages: Int) throws {
        try database.write { db in
            let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(count + pages)")
        }
    }

    /// All regular files below a folder, relative to it.
    static func tree(_ path: String) -> Set<String> {
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return Set(
            all.filter {
                var status = stat()
                return lstat("\(path)/\($0)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            })
    }

    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}

func caller(
    _ processor: String = "grading", tenant: String? = nil, subject: String? = nil, traceparent: String? = nil
) -> ServiceCaller {
    ServiceCaller(
        processor: processor, generation: 1, plugin: "grading", job: "j1", tenant: tenant, subject: subject,
        traceparent: traceparent)
}

private struct Refusal: Decodable {
    let code: String
    let message: String
}

extension HostServices {
    /// The reply of a request as text; a refusal as its status and code.
    func ask(_ service: String, _ request: String, _ caller: ServiceCaller = caller()) -> String {
        ask(service, Array(request.utf8), caller)
    }

    func ask(_ service: String, _ request: [UInt8], _ caller: ServiceCaller = caller()) -> String {
        let answer = answer(service: service, request: request, caller: caller)
        let text = String(decoding: answer.payload, as: UTF8.self)
        guard answer.status != .ok else { return text }
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.payload))
        return "\(answer.status) \(refusal?.code ?? "?")"
    }
}

func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

/// `text` as a JSON string.
func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? ""
}

/// Runs `body` on several threads at once and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (0..<count).compactMap { number in HostThread.start(name: "test") { body(number) } }
    for thread in threads { thread.join() }
}

/// The failure that `body` throws.
func failure(_ body: () throws(DatabaseFailure) -> Void) -> DatabaseFailure? {
    do throws(DatabaseFailure) {
        try body()
        return nil
    } catch {
        return error
    }
}
