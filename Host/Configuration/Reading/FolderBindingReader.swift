/// `folder:` of a binding.
enum FolderBindingReader {
    /// - Parameter folder: what paths are resolved against.
    static func read(
        _ node: ConfigurationNode, folder: String, problems: inout ProblemList
    ) -> FolderBinding? {
        guard let reader = MappingReader(node, FolderKeys.shape, name: "folder", problems: &problems) else {
            return nil
        }
        let path = reader.required(FolderKeys.path, problems: &problems)
        var binding = FolderBinding(path: FilePath.resolve(path ?? "", against: folder))
        if let patterns = reader.read(FolderKeys.match, problems: &problems), let place = reader[FolderKeys.match] {
            binding.patterns = patterns
            check(place, problems: &problems)
        }
        reader.read(FolderKeys.settle, into: &binding.settle, problems: &problems)
        if let done = reader.read(FolderKeys.done, problems: &problems) {
            binding.done = FilePath.resolve(done, against: folder)
        }
        if let failed = reader.read(FolderKeys.failed, problems: &problems) {
            binding.failed = FilePath.resolve(failed, against: folder)
        }
        reader.read(FolderKeys.answers, into: &binding.keepsAnswers, problems: &problems)
        RetryReader.read(reader[FolderKeys.retry], into: &binding.retry, problems: &problems)
        return path == nil ? nil : binding
    }

    private static func check(_ node: ConfigurationNode, problems: inout ProblemList) {
        for leaf in node.leaves {
            guard case .scalar(let scalar) = leaf.node.content, scalar.text.contains("/") else { continue }
            problems.add(
                "config.bad_value", "match is about names of files, and \(leaf.node.quoted) has a / in it",
                suggestion: "bind the other folder by itself", at: leaf.node.position)
        }
    }
}
