public import HostConfiguration

/// Brings databases up to date.
public enum Migrations {
    /// Applies the files of a database's folder that were not applied yet, in their order, each in a transaction of its
    /// own; once, however many hosts start at once. Does nothing for a database without such a folder. Blocks: for the
    /// thread that starts the host.
    ///
    /// What was applied is kept in the database's table `proctor_migrations`, on PostgreSQL in the schema that is
    /// current for the role.
    ///
    /// - Parameter patience: how long another host's migrations are waited for.
    /// - Returns: the names of the files that were applied now.
    @discardableResult
    public static func migrate(
        _ database: DatabaseSettings, patience: Duration = .seconds(60)
    ) throws(MigrationFailure) -> [String] {
        guard let folder = database.migrations else { return [] }
        let files = try MigrationFile.all(in: folder)
        switch database.place {
        case .postgres(let server):
            return try PostgreSQLMigrations(database, server, patience: patience).apply(files)
        case .sqlite(let path):
            return try SQLiteMigrations(database, path: path, patience: patience).apply(files)
        }
    }
}
