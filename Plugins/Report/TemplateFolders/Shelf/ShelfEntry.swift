/// One template as `report.templates` lists it.
public struct ShelfEntry: Sendable {
    public enum State: String, Sendable, Hashable {
        /// What is served is what lies in the folder, or in the image.
        case ready
        /// The folder is wrong; an earlier version is served.
        case stale
        /// The folder is wrong, and nothing is served.
        case broken
    }

    public enum Origin: String, Sendable, Hashable {
        case builtIn = "built-in"
        case folder
    }

    public let name: String
    public let state: State
    public let origin: Origin
    /// What is served; nil for a broken one.
    public let template: ReportTemplate?
    public let problems: [TemplateProblem]
    /// Versions that a job may name, oldest first.
    public let versions: [String]

    /// Nil for a name under which there is nothing any more.
    init?(_ name: String, _ slot: ShelfSlot) {
        guard slot.isThere else { return nil }
        self.name = name
        template = slot.current
        problems = slot.problems
        origin = slot.hasFolder ? .folder : .builtIn
        state = slot.current == nil ? .broken : slot.problems.isEmpty ? .ready : .stale
        versions = slot.versions.versions
    }
}
