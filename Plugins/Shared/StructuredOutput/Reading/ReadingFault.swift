/// Why bytes are no JSON, also with all repairs.
struct ReadingFault: Error, Hashable {
    enum Kind: Hashable {
        /// The text ends before the value does.
        case truncated
        /// Something stands where it cannot.
        case syntax
        /// The same name twice in an object, with different values: there is no telling which was meant.
        case twice
        /// A number that cannot be kept as it is: beyond 64 bits, or beyond a double.
        case number
        case tooDeep
    }

    let kind: Kind
    /// In bytes from the text's start.
    let offset: Int
    /// Nothing had been read yet but opening brackets and numbers: the writer most likely meant no JSON at all.
    let isProse: Bool
}
