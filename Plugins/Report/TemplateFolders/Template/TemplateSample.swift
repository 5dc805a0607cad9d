import Templates

/// Data to try a template with: a file of `samples/`.
public struct TemplateSample: Sendable, Hashable {
    /// The file's name without `.json`.
    public let name: String
    public let data: TemplateValue

    /// Reads the samples, and checks them as a report's data is checked.
    ///
    /// - Throws: everything that is wrong with them, each with its line and column.
    static func read(_ content: FolderContent, schema: DataSchema?) throws(TemplateProblems) -> [TemplateSample] {
        var problems: [TemplateProblem] = []
        var samples: [TemplateSample] = []
        for (path, bytes) in content.files.sorted(by: { $0.key < $1.key }) {
            guard let name = FolderContent.stem(of: path, in: "samples/", ending: ".json") else { continue }
            let file = "\(content.name)/\(path)"
            do throws(TemplateProblems) {
                let data = try FolderJSON.value(bytes, file: file)
                problems += DataCheck.problems(in: data, schema: schema).map {
                    FolderJSON.problem("sample.data", $0.description, $0.pointer, in: bytes, file: file)
                }
                samples.append(TemplateSample(name: name, data: data))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw TemplateProblems(problems) }
        return samples
    }
}
