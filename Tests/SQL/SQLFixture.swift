import FoundationEssentials
import Glibc
import HostConfiguration
import HostDispatch
import HostSQL
import HostThreads
import Logging
import PostgreSQLPeer

/// The service with one database, `main`, granted to the processor `grading`.
final class SQLFixture: Sendable {
    let service: SQLService
    let settings: DatabaseSettings

    init(_ settings: DatabaseSettings) {
        self.settings = settings
        service = SQLService(log: silent)
        service.configure([settings], grants: ["grading": ["main"], "both": ["main", "other"]])
    }

    deinit { service.close() }

    /// In a database of its own; statements as the superuser, who is the owner.
    static func postgres(
        role: String = "postgres", _ change: (inout DatabaseSettings) -> Void = { _ in }
    ) throws -> SQLFixture {
        let server = try PostgreSQLPeer.shared()
        return SQLFixture(try settings(server, database: server.makeDatabase(), role: role, change))
    }

    static func settings(
        _ server: PostgreSQLPeer, database: String, role: String = "postgres",
        _ change: (inout DatabaseSettings) -> Void = { _ in }
    ) -> DatabaseSettings {
        var url = ServerURL(host: "127.0.0.1", port: server.port, database: database)
        url.parameters = ["sslmode": "disable"]
        var settings = DatabaseSettings(name: "main", place: .postgres(url), position: SourcePosition(file: "test"))
        settings.username = role
        settings.password = Secret(server.password)
        change(&settings)
        return settings
    }

    static func sqlite(_ folder: ScratchFolder, _ change: (inout DatabaseSettings) -> Void = { _ in }) -> SQLFixture {
        SQLFixture(sqliteSettings(folder, change))
    }

    static func sqliteSettings(
        _ folder: ScratchFolder, _ change: (inout DatabaseSettings) -> Void = { _ in }
    ) -> DatabaseSettings {
        var settings = DatabaseSettings(
            name: "main", place: .sqlite(path: folder.path + "/main.db"), position: SourcePosition(file: "test"))
        change(&settings)
        return settings
    }

    /// The reply as text; a refusal as its status, code and sqlstate.
    func ask(_ request: String, tenant: String? = nil, processor: String = "grading") -> String {
        let caller = ServiceCaller(
            processor: processor, generation: 1, plugin: "grading", job: "j1", tenant: tenant)
        return Self.text(service.answer(service: "sql.query/1", request: Array(request.utf8), caller: caller))
    }

    /// One statement.
    func ask(
        sql: String, _ parameters: String = "[]", more: String = "", tenant: String? = nil
    ) -> String {
        ask(
            #"{"database":"main","statements":[{"sql":\#(quoted(sql)),"parameters":\#(parameters)}]\#(more)}"#,
            tenant: tenant)
    }

    static func text(_ answer: ServiceAnswer) -> String {
        guard answer.status != .ok else { return String(decoding: answer.payload, as: UTF8.self) }
        struct Refusal: Decodable {
            let code: String
            let sqlstate: String?
        }
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.payload))
        return ["\(answer.status)", refusal?.code, refusal?.sqlstate].compactMap { $0 }.joined(separator: " ")
    }
}

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? ""
}

/// A folder that goes with it.
final class ScratchFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/proctor-sql-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ files: [String: String]) throws {
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)")) }
    }
}

/// Runs `body` on several threads at once and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (0..<count).compactMap { number in HostThread.start(name: "test") { body(number) } }
    for thread in threads { thread.join() }
}

/// Whether a condition comes true within 20 seconds; looked at every 20 ms.
func becomesTrue(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = MonotonicClock.now() &+ Duration.seconds(20).nanoseconds
    while MonotonicClock.now() < deadline {
        if try condition() { return true }
        usleep(20_000)
    }
    return try condition()
}
