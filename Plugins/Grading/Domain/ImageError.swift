/// Why a picture could not be read or written.
package struct ImageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `image.empty`, `image.unknown_format`, `image.corrupt`, `image.truncated`, `image.unsupported`,
    /// `image.too_large`, `image.no_memory` or `image.not_encodable`.
    package let code: String
    package let message: String

    package var description: String { message }
}
