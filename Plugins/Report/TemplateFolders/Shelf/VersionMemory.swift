/// Versions of one template that may still be asked for: the last few, as long as there is room, and any other that somebody holds.
struct VersionMemory: Sendable {
    /// How many versions stay without anybody holding them.
    static let kept = 8
    /// Of a version, however small its files are: what is compiled takes room too.
    private static let leastWeight = 1 << 20

    private struct Holder: Sendable {
        weak var template: ReportTemplate?
    }

    /// The newest last.
    private var recent: [ReportTemplate] = []
    private var held: [Holder] = []

    subscript(version: String) -> ReportTemplate? {
        recent.last { $0.version == version } ?? held.lazy.compactMap(\.template).first { $0.version == version }
    }

    mutating func remember(_ template: ReportTemplate) {
        recent.removeAll { $0.version == template.version }
        held.removeAll { $0.template == nil || $0.template?.version == template.version }
        recent.append(template)
        forget(to: Self.kept)
    }

    /// Lets go of all but the newest; somebody else may still hold the others.
    mutating func forget(to count: Int) {
        while recent.count > count { held.append(Holder(template: recent.removeFirst())) }
        held.removeAll { $0.template == nil }
    }

    /// Bytes of what stays for nobody but who may ask: all but what is served.
    func weight(but current: ReportTemplate?) -> Int {
        recent.reduce(0) { $1 === current ? $0 : $0 &+ max($1.bytes, Self.leastWeight) }
    }

    /// Whether no version can be asked for any more.
    var isEmpty: Bool { recent.isEmpty && held.allSatisfy { $0.template == nil } }

    /// Oldest first.
    var versions: [String] { (held.compactMap(\.template) + recent).map(\.version) }
}
