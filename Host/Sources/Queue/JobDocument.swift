import Foundation
import GRDB
import HostObservability

/// The status document of a job, and its short form for lists.
enum JobDocument {
    /// What is known of a job, as JSON; nil when nothing is.
    static func find(_ id: String, in queue: String, _ db: GRDB.Database) throws -> [UInt8]? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT j.*, q.name, r.media_type, r.size, r.body FROM queue_jobs j
                JOIN queue_queues q ON q.id = j.queue LEFT JOIN queue_results r ON r.seq = j.seq
                WHERE q.name = ? AND j.id = ?
                """, arguments: [queue, id])
        guard let row else { return nil }
        return Array(text(row, result: try result(row, db)).utf8)
    }

    /// - Parameter row: of `queue_jobs`, with the queue's name as `name`.
    /// - Parameter result: members about the result.
    static func text(_ row: Row, result: [(String, String)]) -> String {
        let state = JobState(rawValue: row["state"]) ?? .ready
        var members: [(String, String)] = [
            ("id", JSONText.quoted(row["id"])), ("queue", JSONText.quoted(row["name"])),
            ("state", JSONText.quoted(state.word)), ("attempt", String(row["attempt"] as Int64)),
            ("priority", String(row["priority"] as Int64)), ("created", time(row["created"])),
        ]
        if state == .delayed { members.append(("due", time(row["due"]))) }
        if let started: Int64 = row["started"] { members.append(("started", time(started))) }
        if let finished: Int64 = row["finished"] { members.append(("finished", time(finished))) }
        if let losses: Int64 = row["losses"], losses > 0 { members.append(("losses", String(losses))) }
        if let code: String = row["code"] {
            let reason: String = row["reason"] ?? ""
            let error = [("code", JSONText.quoted(code)), ("message", JSONText.quoted(reason))]
            members.append(("error", JSONText.object(error)))
        }
        return JSONText.object(members + result)
    }

    /// A JSON result stands in the document as it is; another one in base64.
    private static func result(_ row: Row, _ db: GRDB.Database) throws -> [(String, String)] {
        guard let mediaType: String = row["media_type"] else { return [] }
        let about = [("media_type", JSONText.quoted(mediaType)), ("size", String(row["size"] as Int64))]
        guard let body: Data = row["body"] else { return about }
        if isJSON(mediaType), let text = String(validating: body, as: UTF8.self),
            try Bool.fetchOne(db, sql: "SELECT json_valid(?)", arguments: [text]) == true
        {
            return about + [("result", text)]
        }
        return about + [("result_base64", JSONText.quoted(body.base64EncodedString()))]
    }

    private static func isJSON(_ mediaType: String) -> Bool {
        let essence = mediaType.prefix { $0 != ";" }.lowercased()
        return essence == "application/json" || essence.hasSuffix("+json")
    }

    private static func time(_ milliseconds: Int64) -> String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        return JSONText.quoted(Timestamp.rfc3339(seconds: Int(seconds), milliseconds: Int(rest)))
    }
}
