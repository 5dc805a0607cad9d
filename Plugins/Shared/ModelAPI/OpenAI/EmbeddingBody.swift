import PluginSDK

/// The body of `POST /embeddings`. Vectors are asked for in base64, which is shorter than numbers.
enum EmbeddingBody {
    static func bytes(_ embedding: EmbeddingRequest) -> [UInt8] {
        var body = JSONBody(capacity: 256 + embedding.texts.reduce(0) { $0 + 8 + $1.utf8.count })
        body.object { body in
            body.member("model", embedding.model)
            body.name("input")
            body.list(embedding.texts) { $0.text($1) }
            body.member("encoding_format", "base64")
            if let dimensions = embedding.dimensions { body.member("dimensions", dimensions) }
        }
        return body.bytes
    }
}
