import HostDispatch

/// The parameters of one request: those of its path, then those of its query whose names are fit for job headers.
///
/// Names are lower-cased; of equal ones the path's goes first, and of the query the last. More than is bounded here is
/// left out: a query may be anything that a stranger writes.
struct RequestParameters: Equatable {
    /// Most parameters of one request.
    static let countLimit = 32
    /// Most bytes of all names and values together.
    static let byteLimit = 8 << 10

    struct Parameter: Equatable {
        let name: String
        var value: String
    }

    private(set) var all: [Parameter] = []
    private var bytes = 0

    /// Nil when the query is no percent-encoded UTF-8, or has control characters in it.
    ///
    /// - Parameters:
    ///   - path: decoded.
    ///   - query: as it came; `a=1&b=2`.
    init?(path: [(name: String, value: String)], query: Substring?) {
        for (name, value) in path { set(name.lowercased(), value) }
        let own = all.count
        for pair in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentText.decoded(parts[0], plusIsSpace: true),
                let value = PercentText.decoded(parts.count > 1 ? parts[1] : "".utf8[...], plusIsSpace: true)
            else { return nil }
            let lower = name.lowercased()
            guard Self.isName(lower), !all.prefix(own).contains(where: { $0.name == lower }) else { continue }
            set(lower, value)
        }
    }

    subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    /// How the parameters travel with a job.
    var headers: [(name: String, value: String)] { all.map { ("parameter-" + $0.name, $0.value) } }

    private mutating func set(_ name: String, _ value: String) {
        if let index = all.firstIndex(where: { $0.name == name }) {
            let size = bytes - all[index].value.utf8.count + value.utf8.count
            guard size <= Self.byteLimit else { return }
            bytes = size
            all[index].value = value
        } else {
            let size = bytes + name.utf8.count + value.utf8.count
            guard all.count < Self.countLimit, size <= Self.byteLimit else { return }
            bytes = size
            all.append(Parameter(name: name, value: value))
        }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
