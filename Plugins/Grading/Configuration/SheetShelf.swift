import FoundationEssentials
import PluginSDK

/// The sheets that this processor reads: the built-in ones, and the configured file.
struct SheetShelf: Sendable {
    private static let builtIn = [SheetTemplate.korean45]

    let standard: SheetTemplate

    /// - Parameter setting: a built-in name, else a path.
    /// - Throws: `Reject` that names the file and the place in it.
    init(_ setting: String) throws {
        if let template = Self.builtIn.first(where: { $0.name == setting }) {
            standard = template
            return
        }
        guard let bytes = FileManager.default.contents(atPath: setting) else {
            throw Reject(
                "There is no built-in sheet \"\(setting)\", and no template file of that path can be read. Built in: "
                    + Self.builtIn.map(\.name).joined(separator: ", ") + ".", code: "template.not_found")
        }
        do {
            standard = try SheetTemplate(json: Array(bytes))
        } catch {
            throw Reject("\(setting): \(error)", code: error.code)
        }
    }

    /// A sheet by name; the standard one for none. Names only, never paths: requests cannot make the host read files.
    func sheet(named name: String?) throws -> SheetTemplate {
        guard let name, !name.isEmpty, name != standard.name else { return standard }
        guard let template = Self.builtIn.first(where: { $0.name == name }) else {
            let known = Set(Self.builtIn.map(\.name) + [standard.name]).sorted().joined(separator: ", ")
            throw SheetError.unknown(name, known: known)
        }
        return template
    }
}
