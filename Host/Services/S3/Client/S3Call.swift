/// One request to a bucket, before it has an address and a signature.
struct S3Call: Sendable {
    var method: String
    /// Of an object, the bucket's prefix included; nil for the bucket itself.
    var key: String?
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// Most bytes of the answer's content; a refusal may have some more.
    var most = 0
}
