import PluginSDK
import ReportTemplates

/// The shapes of the requests of template operations: one text for the manifest and for the check.
struct TemplateRequestSchema: Sendable {
    let json: JSONValue
    private let read: Result<DataSchema, TemplateProblems>

    /// - Throws: what is wrong with the text below, which a test would have shown.
    func schema() throws(TemplateProblems) -> DataSchema { try read.get() }

    private init(required: [String] = [], _ members: [String: JSONValue]) {
        var schema: [String: JSONValue] = [
            "type": "object", "additionalProperties": false, "properties": .object(members),
        ]
        if !required.isEmpty { schema["required"] = .array(required.map(JSONValue.string)) }
        json = .object(schema)
        let text = Array(json.text.utf8)
        read = Result { () throws(TemplateProblems) in try DataSchema(json: text, file: "request") }
    }

    static let render = TemplateRequestSchema(
        required: ["template", "data"], which.merging(drawing) { $1 }.merging(data) { $1 })
    static let preview = TemplateRequestSchema(
        which.merging(files) { $1 }.merging(drawing) { $1 }.merging(data) { $1 }.merging([
            "sample": text("A sample of the template; by default its first."),
            "engine": choice("The engine; both draws the two pictures side by side.", ["native", "chromium", "both"]),
            "show": choice("The report, or the markup that the template makes, as text.", ["report", "markup"]),
        ]) { $1 })
    static let lint = TemplateRequestSchema(
        which.merging(files) { $1 }.merging([
            "fail_on": choice("From what on the call fails; by default warning.", FailOn.allCases.map(\.rawValue))
        ]) { $1 })

    private static let which: [String: JSONValue] = [
        "template": text("A template of the shelf, by its name."),
        "version": text("One of its versions; by default the newest that is right."),
    ]
    private static let files: [String: JSONValue] = [
        "files": [
            "type": "object",
            "description": "A template folder in place of one of the shelf: texts, or {\"base64\": …}, by path.",
            "additionalProperties": [
                "anyOf": [
                    ["type": "string"],
                    [
                        "type": "object", "required": ["base64"], "additionalProperties": false,
                        "properties": ["base64": ["type": "string"]],
                    ],
                ]
            ],
        ]
    ]
    private static let data: [String: JSONValue] = [
        "data": ["type": "object", "description": "What the report is about, as the template's schema.json says."]
    ]
    private static let drawing: [String: JSONValue] = [
        "engine": choice("By default the template's own.", ReportEngine.allCases.map(\.rawValue)),
        "format": choice("By default the template's own.", OutputFormat.allCases.map(\.rawValue)),
        "scale": ["type": "number", "minimum": 0.5, "maximum": 4, "description": "Pixels for each CSS pixel."],
        "quality": ["type": "integer", "minimum": 1, "maximum": 100, "description": "Of a JPEG."],
        "theme": text("A variant of the template's theme."),
        "locale": text("A language tag: ko, en. By default the data's own."),
        "strict_glyphs": ["type": "boolean", "description": "Fails where a letter has no picture in any font."],
    ]

    private static func text(_ description: String) -> JSONValue {
        ["type": "string", "minLength": 1, "maxLength": 200, "description": .string(description)]
    }

    private static func choice(_ description: String, _ names: [String]) -> JSONValue {
        ["type": "string", "enum": .array(names.map(JSONValue.string)), "description": .string(description)]
    }
}

/// From what on `report.lint` fails.
enum FailOn: String, Sendable, CaseIterable {
    case error, warning, never
}
