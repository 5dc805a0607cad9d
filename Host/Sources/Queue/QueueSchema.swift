public import HostDatabase

/// The tables of the embedded queue.
///
/// A job is one small row for its whole life, from waiting to history, so that one unique index finds a second job of
/// the same id whatever became of the first. Payload and result are rows of their own: changing the state of a job
/// does not rewrite them. Every question asked on the way of a job is answered by an index that holds only the jobs it
/// is about, so a claim costs the same whether ten jobs wait or a million; counts are kept with the queue, in the same
/// transaction as the jobs. Times are milliseconds since 1970.
public enum QueueSchema {
    public static let schema = Database.Schema(
        name: "queue",
        steps: [
            { db in
                try db.execute(
                    sql: """
                        CREATE TABLE queue_queues (
                            id INTEGER PRIMARY KEY,
                            name TEXT NOT NULL UNIQUE,
                            paused INTEGER NOT NULL DEFAULT 0,
                            ready INTEGER NOT NULL DEFAULT 0,
                            delayed INTEGER NOT NULL DEFAULT 0,
                            running INTEGER NOT NULL DEFAULT 0,
                            done INTEGER NOT NULL DEFAULT 0,
                            failed INTEGER NOT NULL DEFAULT 0
                        ) STRICT;
                        CREATE TABLE queue_jobs (
                            seq INTEGER PRIMARY KEY,
                            queue INTEGER NOT NULL,
                            id TEXT NOT NULL,
                            state INTEGER NOT NULL,
                            priority INTEGER NOT NULL,
                            due INTEGER NOT NULL,
                            attempt INTEGER NOT NULL DEFAULT 0,
                            losses INTEGER NOT NULL DEFAULT 0,
                            owner INTEGER,
                            claim INTEGER,
                            lease INTEGER,
                            created INTEGER NOT NULL,
                            started INTEGER,
                            finished INTEGER,
                            tenant TEXT,
                            subject TEXT,
                            letter INTEGER,
                            code TEXT,
                            reason TEXT,
                            UNIQUE (queue, id)
                        ) STRICT;
                        CREATE INDEX queue_ready ON queue_jobs (queue, priority DESC) WHERE state = 0;
                        CREATE INDEX queue_delayed ON queue_jobs (due) WHERE state = 1;
                        CREATE INDEX queue_running ON queue_jobs (owner) WHERE state = 2;
                        CREATE INDEX queue_suspect ON queue_jobs (queue, priority DESC) WHERE state = 3;
                        CREATE INDEX queue_finished ON queue_jobs (finished) WHERE state >= 4;
                        CREATE TABLE queue_payloads (
                            seq INTEGER PRIMARY KEY,
                            headers BLOB NOT NULL,
                            payload BLOB NOT NULL
                        ) STRICT;
                        CREATE TABLE queue_results (
                            seq INTEGER PRIMARY KEY,
                            finished INTEGER NOT NULL,
                            media_type TEXT NOT NULL,
                            size INTEGER NOT NULL,
                            body BLOB
                        ) STRICT;
                        CREATE INDEX queue_results_finished ON queue_results (finished);
                        CREATE TABLE queue_owners (
                            id INTEGER PRIMARY KEY,
                            host TEXT NOT NULL,
                            beat INTEGER NOT NULL
                        ) STRICT;
                        CREATE TABLE queue_control (version INTEGER NOT NULL) STRICT;
                        INSERT INTO queue_control VALUES (0);
                        """)
            }
        ],
        afterRestore: { db in
            // The backup was made while a host ran: what it had claimed is free, as if it had not been.
            try db.execute(
                sql: """
                    UPDATE queue_jobs SET state = 0, owner = NULL, attempt = attempt - 1 WHERE state = 2;
                    DELETE FROM queue_owners;
                    """)
            try QueueCounts.recount(db)
        })
}
