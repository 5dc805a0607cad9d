import ArgumentParser
import HostConfiguration
import HostDatabase
import HostObservability
import HostTransfers

/// `proctor data`: what the host keeps about people.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Removes data that the host keeps.",
        discussion: "EXAMPLE\n  proctor data purge --tenant demo",
        subcommands: [PurgeData.self])
}

struct PurgeData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Removes all that the host keeps of a tenant, or about a person.",
        discussion: """
            Jobs that wait, the history, results, dead letters, and what processors keep in store and blobs. A tenant is
            the job header x-tenant-slug, a person x-subject-id. The database's space is overwritten; files of blobs are
            removed, after a backup that is under way. A job that runs meanwhile goes on. Backups and logs are not touched.

            EXAMPLES
              proctor data purge --tenant demo
              proctor data purge --subject pupil-1187 --json
            """)

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The tenant.") var tenant: String?
    @Option(help: "The person.") var subject: String?
    @Flag(help: "Print a document, for programs.") var json = false

    func validate() throws {
        guard (tenant == nil) != (subject == nil) else { throw ValidationError("Give --tenant or --subject.") }
    }

    func run() throws {
        let host = file.host
        let (database, blobs) = try EmbeddedFile.openAll(host)
        let transfers = TransferLoop(name: "transfers")
        let storage = ProcessorStorage(
            host, database: database, files: blobs, transfers: transfers, registry: MetricRegistry(),
            log: EmbeddedFile.log)
        defer {
            storage.close()
            transfers.stop()
        }
        let rooms = HostSources.rooms(database, storage, RetentionSettings())
        let counts = try EmbeddedFile.reporting { () throws(DatabaseFailure) in
            var counts: [(name: String, count: Int)] = []
            for room in rooms { counts.append((room.name, try purge(room))) }
            return counts
        }
        if json {
            print(JSONText.object(counts.map { ($0.name.replacing(" ", with: "_"), String($0.count)) }))
        } else {
            for line in TextTable.lines(counts.map { [$0.name, String($0.count)] }) { print(line) }
        }
    }

    private func purge(_ room: any DataRoom) throws(DatabaseFailure) -> Int {
        if let tenant { return try room.purge(tenant: tenant) }
        return try room.purge(subject: subject ?? "")
    }
}
