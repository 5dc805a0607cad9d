import HostDatabase
import HostDeadLetters
import HostEmbeddedServices
import HostQueue
import HostSchedule

/// The tables of every room that keeps some in the embedded database.
enum EmbeddedSchemas {
    static let all: [Database.Schema] = [
        QueueSchema.schema, DeadLetterTable.schema, ScheduleTable.schema, StoreService.schema, BlobService.schema,
        LeaseTable.schema,
    ]
}
