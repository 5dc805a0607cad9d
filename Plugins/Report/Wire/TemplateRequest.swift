import PluginSDK
import ReportTemplates
import Templates

/// A JSON request of a template operation, read with the order of its members kept and checked against its schema.
struct TemplateRequest: Sendable {
    let value: TemplateValue

    /// - Throws: `InputRefusal` with everything that is wrong.
    init(payload: UnsafeRawBufferPointer, schema: DataSchema) throws {
        do {
            value = try TemplateValue(json: Array(payload))
        } catch {
            let problem = InputProblem(type: "json_invalid", message: "JSON decode error: \(error.message)")
            throw InputRefusal(problems: [problem])
        }
        let problems = schema.problems(in: value).map { problem in
            InputProblem(location: ["body"] + problem.location, type: "value_error", message: problem.message)
        }
        if !problems.isEmpty { throw InputRefusal(problems: problems) }
    }

    func text(_ name: String) -> String? {
        guard case .string(let text)? = value[name] else { return nil }
        return text
    }

    func flag(_ name: String) -> Bool? {
        guard case .bool(let flag)? = value[name] else { return nil }
        return flag
    }

    func number(_ name: String) -> Double? {
        switch value[name] {
        case .number(let number)?: number
        case .integer(let number)?: Double(number)
        default: nil
        }
    }

    /// What the members that say how a report is drawn mean together.
    var options: RenderOptions {
        RenderOptions(
            engine: text("engine").flatMap(ReportEngine.init), format: text("format").flatMap(OutputFormat.init),
            scale: number("scale"), quality: number("quality").flatMap { Int(exactly: $0) }, theme: text("theme"),
            locale: text("locale"), refusesMissingGlyphs: flag("strict_glyphs") ?? false)
    }
}

extension DataProblem {
    /// As FastAPI names a place: indexes are numbers.
    var location: [JSONValue] { pointer.map { name in Int(name).map(JSONValue.integer) ?? .string(name) } }
}
