/// What happened on the shelf, once for each change: for logs and metrics.
public enum ShelfEvent: Sendable {
    /// A new version is served.
    case loaded(ReportTemplate)
    /// A folder is wrong; `serving` is the version that stays, if there is one.
    case refused(name: String, problems: [TemplateProblem], serving: String?)
    /// A folder that was wrong is as it was before.
    case recovered(name: String)
    /// The operator's folder of this name is gone; the built-in template of the name shows again, if there is one.
    case removed(name: String)
    /// The shelf folder itself cannot be read.
    case unreadable([TemplateProblem])
}
