import FoundationEssentials
import ReportLayout

extension Theme {
    /// - Parameter json: a `theme.json`.
    init(json: [UInt8]) throws { try self.init(ThemeTree(json: json)) }
}

extension ThemeTree {
    init(json: [UInt8]) throws { self = try JSONDecoder().decode(Written.self, from: Data(json)).tree }
}

/// A theme's tree as a decoder reads it.
private struct Written: Decodable {
    var tree: ThemeTree

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            tree = .none
        } else if let bool = try? value.decode(Bool.self) {
            tree = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            tree = .number(number)
        } else if let string = try? value.decode(String.self) {
            tree = .string(string)
        } else if let list = try? value.decode([Written].self) {
            tree = .list(list.map(\.tree))
        } else {
            tree = .object(try value.decode([String: Written].self).mapValues(\.tree))
        }
    }
}
