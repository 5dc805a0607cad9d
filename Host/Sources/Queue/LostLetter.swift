import GRDB
import HostDeadLetters
import HostDispatch

/// Makes the letter of a job under which the host ended too often.
struct LostLetter: Sendable {
    /// Whose job it was, by the queue's name.
    let addresses: [String: LaneAddress]

    func keep(
        seq: Int64, losses: Int, attempts: Int, letter number: Int64?, at time: Int64, _ db: GRDB.Database
    ) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT j.id, q.name, j.subject, p.headers, p.payload FROM queue_jobs j
                JOIN queue_queues q ON q.id = j.queue LEFT JOIN queue_payloads p ON p.seq = j.seq WHERE j.seq = ?
                """, arguments: [seq])
        guard let row else { return }
        let queue: String = row[1]
        let address = addresses[queue] ?? LaneAddress(queue: queue)
        let error = JobError(
            code: "job.lost",
            message: "the host ended \(losses) times while the job ran: look for its cause before it is retried")
        let letter = DeadLetter(
            origin: address.origin, job: row[0], operation: address.operation, processor: address.processor,
            payload: Column.withBytes(row, "payload") { Array($0) },
            headers: Column.withBytes(row, "headers", HeaderBlock.decode), attempts: attempts, status: .fatal,
            error: error, subject: row[2])
        if let number {
            try DeadLetterTable.failAgain(number, letter, at: time, in: db)
        } else {
            try DeadLetterTable.insert(letter, at: time, in: db)
        }
        try db.execute(
            sql: """
                UPDATE queue_jobs SET state = 5, owner = NULL, finished = ?, losses = ?, code = ?, reason = ?
                WHERE seq = ?
                """, arguments: [time, losses, error.code, error.message, seq])
        try db.execute(sql: "DELETE FROM queue_payloads WHERE seq = ?", arguments: [seq])
    }
}
