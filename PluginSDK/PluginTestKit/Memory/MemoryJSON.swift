import FoundationEssentials
import PluginSDK

/// Between Codable values and JSON as a tree.
enum MemoryJSON {
    static func tree(of value: some Encodable) throws -> JSONValue {
        try JSONValue(parsing: Array(try JSONEncoder().encode(value)))
    }

    static func value<Value: Decodable>(_ type: Value.Type, from tree: JSONValue) throws -> Value {
        try JSONDecoder().decode(type, from: Data(tree.text.utf8))
    }
}
