/// Where in a template something stands; lines and columns from 1, columns in Unicode scalars.
struct Place: Sendable, Hashable {
    /// The template's number in its set.
    var template: Int32 = -1
    var line: Int32 = 0
    var column: Int32 = 0
}
