/// A pattern of file names, in which `*` stands for any characters, also none, and `?` for one.
struct FilePattern: Sendable, Hashable {
    private let parts: [Unicode.Scalar]

    init(_ text: String) { parts = Array(text.unicodeScalars) }

    /// Whether all of `name` fits. Takes no more than the product of both lengths, whatever the stars.
    func matches(_ name: String) -> Bool {
        let name = Array(name.unicodeScalars)
        var (at, place) = (0, 0)
        // Where to go on when what follows the last star does not fit: the star then takes one character more.
        var star: (part: Int, place: Int)?
        while place < name.count {
            if at < parts.count, parts[at] == "*" {
                star = (at, place)
                at += 1
            } else if at < parts.count, parts[at] == "?" || parts[at] == name[place] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.part, last.place + 1)
                at = last.part + 1
                place = last.place + 1
            } else {
                return false
            }
        }
        return parts[at...].allSatisfy { $0 == "*" }
    }
}
