/// What a database says was applied to it, by number.
struct AppliedMigrations: Equatable {
    struct Entry: Equatable {
        let name: String
        let digest: String
    }

    var entries: [Int: Entry] = [:]

    /// The files that are not applied yet, in their order.
    ///
    /// - Throws: when what was applied is not what the files say: a database's past cannot be changed.
    func missing(of files: [MigrationFile]) throws(MigrationFailure) -> [MigrationFile] {
        for (number, entry) in entries.sorted(by: { $0.key < $1.key }) where number > files.count || number < 1 {
            throw MigrationFailure(
                code: "sql.migration_missing",
                message: "\(entry.name) was applied to the database and is not among the files: the files are older "
                    + "than the database; take the newer ones")
        }
        for file in files {
            guard let entry = entries[file.number] else { continue }
            guard entry.digest == file.digest else {
                throw MigrationFailure(
                    code: "sql.migration_changed",
                    message: "\(file.path) was changed after it had been applied as \(entry.name): put it back as it "
                        + "was, and say what is new in a further file")
            }
        }
        return files.filter { entries[$0.number] == nil }
    }
}
