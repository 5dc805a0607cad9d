/// What may stand in one element of `bindings:`.
enum BindingKeys {
    static let http = SettingKey.text(
        "http", example: "POST /grade",
        pattern: #"^(GET|POST|PUT|PATCH|DELETE) /"#,
        "Method and path; a part in braces, /exams/{id}, stands for any one part.")
    static let listener = SettingKey.text(
        "listener", .derived, example: "public",
        "With http: the listener's name; the processor's own by default, or else http.")
    static let amqp = SettingKey.node(
        "amqp", .mapping(AMQPKeys.shape), .nothing, example: "{ broker: rabbit, queue: grading.omr-request }",
        "A queue of a RabbitMQ.")
    static let callback = SettingKey.node(
        "callback", .mapping(CallbackKeys.shape), .nothing, example: "{ exchange: lumie.commands, key: grading.done }",
        "With amqp: the message that tells how the job ended; the job has not ended before the broker has it.")
    static let queue = SettingKey.node(
        "queue", .mapping(QueueKeys.shape), .nothing, example: "grading", "An embedded durable queue.")
    static let schedule = SettingKey.node(
        "schedule", .mapping(ScheduleKeys.shape), .nothing, example: "\"0 3 * * mon-fri\"",
        "A clock that makes jobs.")
    static let folder = SettingKey.node(
        "folder", .mapping(FolderKeys.shape), .nothing, example: "./scans", "A folder whose files are jobs.")
    static let operation = SettingKey.text(
        "operation", example: "grading.grade", "The operation that does the job.")
    static let enqueue = SettingKey.text(
        "enqueue", example: "grading",
        "With http, instead of operation: the queue that keeps the job; the answer is its id.")

    static let sources = [http.entry, amqp.entry, queue.entry, schedule.entry, folder.entry]
    static let planned = ["bullmq"]
    static let shape = MappingShape(
        keys: sources + [listener.entry, operation.entry, enqueue.entry, callback.entry]
            + planned.map(KeyEntry.planned),
        choices: [sources.map(\.name), [operation.name, enqueue.name]])
}

enum QueueKeys {
    static let name = SettingKey.text("name", .refused, example: "grading", "The queue's name.")
    static let lease = SettingKey.duration(
        "lease", in: .seconds(1) ... .seconds(86400), default: "30s",
        "How long a claimed job is held without a sign of life; it is renewed while the job runs.")
    static let limit = SettingKey.integer(
        "limit", in: 1...1_000_000_000, .value("1000000"), example: "1000000",
        "Most jobs that may wait in it; more are refused.")
    static let retry = RetryKeys.jobs()

    static let shape = MappingShape(keys: [name.entry, lease.entry, limit.entry, retry.entry], short: "name")
}

enum ScheduleKeys {
    static let cron = SettingKey.text(
        "cron", example: "\"0 3 * * mon-fri\"", "Minute, hour, day of month, month, day of week; or @daily.")
    static let every = SettingKey.duration(
        "every", in: .seconds(1) ... .seconds(366 * 86400), .nothing, example: "15m",
        "Every so often, instead of cron; counted from midnight UTC of 1970-01-01.")
    static let zone = SettingKey.text(
        "zone", .value("UTC"), example: "Asia/Seoul", "The time zone of cron, a name of the time zone database.")
    static let missed = SettingKey.choice(
        "missed", default: ScheduleBinding.Missed.skip,
        "What becomes of times that passed while no host ran: skip them, once for all of them, or all, 100 at most.")
    static let jitter = SettingKey.duration(
        "jitter", in: .zero ... .seconds(86400), default: "0s",
        "Up to so much later than the time itself; the same on every host.")
    static let input = SettingKey.node(
        "input", .anything, .nothing, example: "{ scope: all }", "The job's payload; {} by default.")
    static let name = SettingKey.text(
        "name", .derived, example: "nightly", "Its name within the processor; the operation's by default.")
    static let retry = RetryKeys.jobs()

    static let shape = MappingShape(
        keys: [
            cron.entry, every.entry, zone.entry, missed.entry, jitter.entry, input.entry, name.entry, retry.entry,
        ], short: "cron", choices: [[cron.name, every.name]])
}

enum FolderKeys {
    static let path = SettingKey.text("path", .refused, example: "./scans", "The folder that is watched.")
    static let match = SettingKey.texts(
        "match", of: "a pattern", .nothing, example: "[ \"*.jpg\" ]", orOne: true,
        "Names that are taken, with * and ?; all but those that begin with a dot by default.")
    static let settle = SettingKey.duration(
        "settle", in: .zero ... .seconds(3600), default: "2s",
        "How long a file has to stay as it is before it is taken.")
    static let done = SettingKey.text(
        "done", .derived, example: "./scans/done", "Where files go that are done; done in the folder by default.")
    static let failed = SettingKey.text(
        "failed", .derived, example: "./scans/failed",
        "Where files go that failed for good; failed in the folder by default.")
    static let answers = SettingKey.boolean(
        "answers", default: true, "Whether the answer is kept beside the file that is done.")
    static let retry = RetryKeys.jobs()

    static let shape = MappingShape(
        keys: [
            path.entry, match.entry, settle.entry, done.entry, failed.entry, answers.entry, retry.entry,
        ], short: "path")
}
