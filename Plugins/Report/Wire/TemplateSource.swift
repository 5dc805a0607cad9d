import FoundationEssentials
import PluginSDK
import ReportTemplates
import Templates

/// Which template a request means: one of the shelf, or one that it brings along.
enum TemplateSource: Sendable {
    case shelf(name: String, version: String?)
    /// By path inside the folder.
    case files([String: [UInt8]])

    /// The name of a template that has no folder; it stands at the beginning of its places.
    static let draftName = "draft"

    init(_ request: TemplateRequest) throws {
        if let files = request.value["files"] {
            guard request.text("template") == nil else {
                throw InputRefusal(problems: [
                    InputProblem(
                        location: ["body", "files"], type: "value_error",
                        message: "Give template, the name of one on the shelf, or files; not both")
                ])
            }
            self = .files(try Self.bytes(files))
        } else if let name = request.text("template") {
            self = .shelf(name: name, version: request.text("version"))
        } else {
            throw InputRefusal(problems: [
                InputProblem(location: ["body", "template"], type: "missing", message: "Field required, or files")
            ])
        }
    }

    private static func bytes(_ files: TemplateValue) throws -> [String: [UInt8]] {
        guard case .dictionary(let members) = files else { return [:] }
        var bytes: [String: [UInt8]] = [:]
        for (path, file) in zip(members.names, members.values) {
            switch file {
            case .string(let text): bytes[path] = Array(text.utf8)
            default:
                guard case .string(let text)? = file["base64"], let data = Data(base64Encoded: text) else {
                    throw InputRefusal(problems: [
                        InputProblem(
                            location: ["body", "files", .string(path), "base64"], type: "value_error",
                            message: "Input should be base64")
                    ])
                }
                bytes[path] = Array(data)
            }
        }
        return bytes
    }
}

/// A template folder as a form: each file a part `files`, its path the part's file name.
struct TemplateForm: FormInput {
    @Part("The folder's files; a part's file name is the path in the folder: themes/dark.json.")
    var files: [UploadedFile]
    @Part("JSON with the other members of the request.", accepts: "application/json") var request: String?

    /// The request as it would be in JSON alone; nil for a payload that is no form.
    static func files(
        payload: UnsafeRawBufferPointer, mediaType: String?
    ) throws -> (files: [String: [UInt8]], request: [UInt8])? {
        guard mediaType?.lowercased().hasPrefix("multipart/form-data") ?? false else { return nil }
        let form = try TemplateForm(payload: payload, mediaType: mediaType)
        let files = form.files.map { ($0.filename ?? "", $0.bytes) }
        return (Dictionary(files) { _, last in last }, Array((form.request ?? "{}").utf8))
    }
}
