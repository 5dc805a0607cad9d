/// One name on the shelf: what is served under it, and what is known of its folder.
struct ShelfSlot: Sendable {
    /// What was seen at the last look at a folder.
    struct Look: Sendable {
        var listing: FolderListing
        /// The content's hash.
        var version: String
        /// Whether a change within the same tick of the file system's clock can be ruled out.
        var isSettled: Bool
    }

    /// Of the image.
    var builtIn: ReportTemplate?
    /// Of the operator's folder: the last version of it that was right.
    var own: ReportTemplate?
    /// Whether the operator has a folder of this name.
    var hasFolder = false
    /// What is wrong with the folder as it is now.
    var problems: [TemplateProblem] = []
    var look: Look?
    var versions = VersionMemory()

    /// What is served now. A folder of the operator's hides the built-in template even while it is wrong: a report in
    /// other colours than the school's own is no substitute for it.
    var current: ReportTemplate? { hasFolder ? own : builtIn }

    /// Whether there is a template of this name, right or wrong.
    var isThere: Bool { hasFolder || builtIn != nil }

    /// A version of the operator's folder that was compiled.
    mutating func accept(_ template: ReportTemplate) {
        hasFolder = true
        own = template
        problems = []
        versions.remember(template)
    }

    /// The operator's folder is gone.
    mutating func removeFolder() {
        hasFolder = false
        own = nil
        problems = []
        look = nil
    }
}
