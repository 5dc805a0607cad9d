/// What a processor may use of what the file defines for all.
struct GrantReader {
    let upstreams: [String]
    let buckets: [String]
    let databases: [String]

    /// The names under one key of a processor; each is to be found in the section of the same name.
    func read(
        _ key: SettingKey<[String]>, of known: [String], in processor: MappingReader, problems: inout ProblemList
    ) -> [String] {
        guard let names = processor.read(key, problems: &problems) else { return [] }
        guard case .sequence(let nodes)? = processor[key]?.content else { return names }
        for node in nodes where !known.contains(node.filledText) && !node.filledText.isEmpty {
            problems.add(
                "config.unknown_entry", "\(node.quoted) is not under \(key.name) of this file",
                suggestion: known.isEmpty
                    ? "add it there: \(key.name): { NAME: ... }"
                    : NearMiss.suggestion(for: node.filledText, among: known),
                at: node.position)
        }
        return names
    }
}
