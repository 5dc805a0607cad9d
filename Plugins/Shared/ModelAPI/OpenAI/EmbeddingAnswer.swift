import FoundationEssentials
import PluginSDK

/// The answer to `POST /embeddings`: vectors in base64 of little-endian floats, or as numbers, from servers that know
/// nothing else.
enum EmbeddingAnswer {
    static func embeddings(_ document: JSONValue, count: Int) throws(ModelFailure) -> Embeddings {
        let data = (document["data"] ?? .null).elements
        guard data.count == count else { throw .malformed("it has \(data.count) vectors for \(count) texts") }
        var vectors = [[Float]?](repeating: nil, count: count)
        for (place, element) in data.enumerated() {
            let index = element["index"]?.integer ?? place
            guard vectors.indices.contains(index), vectors[index] == nil else {
                throw .malformed("the numbers of its vectors are wrong")
            }
            vectors[index] = try vector(element["embedding"])
        }
        let whole = vectors.compactMap(\.self)
        guard let length = whole.first?.count, whole.allSatisfy({ $0.count == length }) else {
            if count == 0 { return Embeddings(vectors: []) }
            throw .malformed("its vectors are not of one length")
        }
        return Embeddings(
            vectors: whole, usage: ChatAnswer.usage(document["usage"]) ?? TokenUsage(), model: document.word("model"))
    }

    private static func vector(_ value: JSONValue?) throws(ModelFailure) -> [Float] {
        let vector: [Float]
        switch value {
        case .string(let text): vector = try floats(base64: text)
        case .array(let numbers): vector = try numbers.map(float)
        default: throw .malformed("a vector is neither base64 nor a list of numbers")
        }
        guard !vector.isEmpty else { throw .malformed("a vector is empty") }
        guard vector.allSatisfy(\.isFinite) else { throw .malformed("a vector has a number that is not finite") }
        return vector
    }

    private static func float(_ number: JSONValue) throws(ModelFailure) -> Float {
        switch number {
        case .integer(let number): return Float(number)
        case .number(let number): return Float(number)
        default: throw .malformed("a vector has something that is no number")
        }
    }

    private static func floats(base64 text: String) throws(ModelFailure) -> [Float] {
        guard let data = Data(base64Encoded: text), data.count % 4 == 0 else {
            throw .malformed("a vector is not base64 of floats")
        }
        return data.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { index in
                let bits = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }
}
