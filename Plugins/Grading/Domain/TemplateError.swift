/// Why a template was refused: one sentence and the place in the file as a JSON pointer.
package struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `template.syntax`, `template.shape`, `template.value`, `template.format` or `template.unsupported`.
    package let code: String
    package let pointer: String
    package let message: String

    package var description: String { "\(pointer.isEmpty ? "/" : pointer): \(message)" }
}
