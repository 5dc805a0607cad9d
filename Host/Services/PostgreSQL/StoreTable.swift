/// The table of the store: values of all processors, with whose they are and until when.
///
/// Keys are compared by their bytes, which is what the collation `C` means for UTF-8. Times are the server's.
enum StoreTable {
    static let name = "proctor_store"

    /// Makes the table where it is missing, once for all hosts that start at once. Asks first: who may not make tables
    /// may use one that is there.
    static let creation = """
        DO $proctor$ BEGIN
            IF to_regclass('\(name)') IS NULL THEN
                PERFORM pg_advisory_xact_lock(\(lock));
                CREATE TABLE IF NOT EXISTS \(name) (
                    processor text COLLATE "C" NOT NULL,
                    key text COLLATE "C" NOT NULL,
                    value bytea NOT NULL,
                    expires timestamptz,
                    tenant text,
                    subject text,
                    updated timestamptz NOT NULL DEFAULT now(),
                    PRIMARY KEY (processor, key)
                );
                CREATE INDEX IF NOT EXISTS \(name)_expires ON \(name) (expires) WHERE expires IS NOT NULL;
                CREATE INDEX IF NOT EXISTS \(name)_tenant ON \(name) (tenant) WHERE tenant IS NOT NULL;
                CREATE INDEX IF NOT EXISTS \(name)_subject ON \(name) (subject) WHERE subject IS NOT NULL;
            END IF;
        END $proctor$
        """

    /// `PROC` and a number: an advisory lock is known by nothing but its number.
    private static let lock: Int64 = 0x5052_4F43_0000_0001

    /// A condition on a row that has not run out.
    static func isLive(_ row: String) -> String { "(\(row).expires IS NULL OR \(row).expires > now())" }

    /// When what is written now runs out: nil and NULL for never.
    static func expiry(_ milliseconds: String) -> String {
        "now() + \(milliseconds)::bigint * interval '1 millisecond'"
    }
}
