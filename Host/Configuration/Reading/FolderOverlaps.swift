/// Finds folders whose finished files would be taken again as new jobs.
struct FolderOverlaps {
    private var bound: [(folder: FolderBinding, node: ConfigurationNode)] = []

    mutating func add(_ folder: FolderBinding, _ node: ConfigurationNode) { bound.append((folder, node)) }

    /// After all bindings have been read.
    func check(problems: inout ProblemList) {
        for (index, (folder, node)) in bound.enumerated() {
            for (name, target) in [("done", folder.done), ("failed", folder.failed)] {
                let watching = bound.enumerated().first { other, watched in
                    other == index
                        ? FilePath.parts(target) == FilePath.parts(folder.path)
                        : FilePath.isInside(target, watched.folder.path)
                            && FilePath.parts(watched.folder.path) != FilePath.parts(folder.path)
                }
                guard let watching else { continue }
                let place = node[name] ?? node
                problems.add(
                    "config.folder_overlap",
                    "files go to \(place.shown(target)), and line \(watching.element.node.position.line) takes jobs from "
                        + "there: they would be jobs again",
                    suggestion: "name another folder with \(name):",
                    at: place.position)
            }
        }
    }
}
