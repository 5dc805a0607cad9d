import FoundationEssentials

/// What the probe's child tells its parent: one line of JSON on descriptor 3.
struct ProbeReport: Codable, Equatable {
    /// The reasons of `PluginEntry.Defect`.
    enum Defect: Codable, Equatable {
        case notLoaded(String)
        case noEntry
        case noTable
        case badTable(String)

        init(_ defect: PluginEntry.Defect) {
            switch defect {
            case .notLoaded(let words): self = .notLoaded(words)
            case .noEntry: self = .noEntry
            case .noTable: self = .noTable
            case .badTable(let reason): self = .badTable(reason)
            }
        }

        var entryDefect: PluginEntry.Defect {
            switch self {
            case .notLoaded(let words): .notLoaded(words)
            case .noEntry: .noEntry
            case .noTable: .noTable
            case .badTable(let reason): .badTable(reason)
            }
        }
    }

    struct Plugin: Codable, Equatable {
        let id: String
        let version: String
        let manifest: Data
        /// One for each of the settings that were asked about.
        let complaints: [SettingsComplaint?]
    }

    var defect: Defect?
    var plugin: Plugin?
}
