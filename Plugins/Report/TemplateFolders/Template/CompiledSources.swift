import Templates

/// Compiles the templates of a folder.
enum CompiledSources {
    /// - Throws: the first error of each file, with its line and column.
    static func compile(_ sources: [String: String], template: String) throws(TemplateProblems) -> TemplateSet {
        do throws(TemplateError) {
            return try TemplateSet(sources: sources)
        } catch {
            // A set names its first error only; each file by itself names its own.
            let all = sources.keys.sorted().compactMap { path -> TemplateProblem? in
                do throws(TemplateError) {
                    _ = try TemplateSet(sources: [path: sources[path] ?? ""])
                    return nil
                } catch {
                    return TemplateProblem(error, template: template)
                }
            }
            throw TemplateProblems(all.isEmpty ? [TemplateProblem(error, template: template)] : all)
        }
    }
}

extension TemplateProblem {
    /// - Parameter template: the folder's name; the error names the file in it.
    init(_ error: TemplateError, template: String) {
        let hasPlace = error.line > 0
        self.init(
            code: error.code, message: error.message,
            file: error.template.isEmpty ? template : "\(template)/\(error.template)",
            line: hasPlace ? error.line : nil, column: hasPlace ? error.column : nil)
    }
}
