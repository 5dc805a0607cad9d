/// One page of a bucket's objects: `ListBucketResult` of ListObjectsV2.
struct ObjectListing: Equatable {
    struct Entry: Equatable {
        var key = ""
        var size = 0
    }

    /// Most entries of a page, by S3's own rule.
    static let most = 1_000

    var entries: [Entry] = []
    /// Whether there are objects behind these.
    var isCut = false

    init(_ bytes: [UInt8]) throws(XMLScanner.Malformed) {
        var scanner = XMLScanner(bytes[...])
        var path: [String] = []
        var entry = Entry()
        var text = ""
        var isListing = false
        while let piece = try scanner.next() {
            switch piece {
            case .open(let name):
                path.append(name)
                text = ""
                if path == ["ListBucketResult"] { isListing = true }
                if path == ["ListBucketResult", "Contents"] { entry = Entry() }
            case .text(let part): text += part
            case .close:
                switch path {
                case ["ListBucketResult", "Contents", "Key"]: entry.key = text
                case ["ListBucketResult", "Contents", "Size"]:
                    guard let size = Int(text), size >= 0 else { throw XMLScanner.Malformed() }
                    entry.size = size
                case ["ListBucketResult", "Contents"]:
                    guard !entry.key.isEmpty, entries.count < Self.most else { throw XMLScanner.Malformed() }
                    entries.append(entry)
                case ["ListBucketResult", "IsTruncated"]: isCut = text == "true"
                default: break
                }
                path.removeLast()
                text = ""
            }
        }
        // Without an entry, another page could only be this one again.
        guard isListing, !isCut || !entries.isEmpty else { throw XMLScanner.Malformed() }
    }
}
