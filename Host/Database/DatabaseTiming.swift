/// How long the database waits, and how often it looks.
struct DatabaseTiming {
    /// For another program's lock.
    var patience = Duration.seconds(5)
    /// Between looks for what other processes have committed.
    var changes = Duration.milliseconds(200)
    /// Between attempts to write when writing fails.
    var probe = Duration.seconds(1)
}
