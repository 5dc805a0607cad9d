/// A value as a plugin wants it kept.
struct StoreWrite: ServiceRequest {
    /// Most bytes of one value.
    static let limit = 1 << 20

    let key: String
    /// Nil removes.
    let value: [UInt8]?
    /// Milliseconds until it is gone; nil for never.
    let lifetime: Int64?
    let subject: String?

    /// One of the writes of a transaction.
    init(_ reader: RequestReader) throws {
        try self.init(reader, value: reader.nullableBytes("value"))
    }

    init(_ reader: RequestReader, value: [UInt8]?) throws {
        guard value.map({ $0.count <= Self.limit }) ?? true else {
            throw ServiceRefusal.reject(
                "store.value_too_large", "a value has more than \(Self.limit >> 20) MiB: large content belongs to blobs"
            )
        }
        self.value = value
        key = try reader.key()
        lifetime = try reader.milliseconds("ttl_ms", from: 1)
        subject = try reader.label("subject")
    }
}

struct StorePut: ServiceRequest {
    let write: StoreWrite

    init(_ reader: RequestReader) throws {
        write = try StoreWrite(reader, value: reader.bytes("value"))
    }
}

/// `store.get/1` and `store.delete/1`.
struct StoreKey: ServiceRequest {
    let key: String

    init(_ reader: RequestReader) throws { key = try reader.key() }
}

struct StoreSwap: ServiceRequest {
    /// Nil when the key must be absent.
    let old: [UInt8]?
    let write: StoreWrite

    init(_ reader: RequestReader) throws {
        old = try reader.nullableBytes("old")
        write = try StoreWrite(reader, value: reader.nullableBytes("new"))
    }
}

/// `store.list/1` and `blobs.list/1`.
struct KeyListing {
    let prefix: String
    /// Only keys behind this one; empty for the first page.
    let after: String
    let limit: Int

    init(_ reader: RequestReader) throws {
        prefix = try ServiceKey.checkedPrefix(reader.text("prefix"))
        after = try reader.has("after") ? ServiceKey.checkedPrefix(reader.text("after")) : ""
        limit = Int(try reader.number("limit", in: 1...1_000) ?? 100)
    }
}

struct StoreList: ServiceRequest {
    let keys: KeyListing
    let withValues: Bool

    init(_ reader: RequestReader) throws {
        keys = try KeyListing(reader)
        withValues = try reader.flag("values")
    }
}

struct StoreTransact: ServiceRequest {
    struct Check: ServiceRequest {
        let key: String
        /// Nil when the key must be absent.
        let value: [UInt8]?

        init(_ reader: RequestReader) throws {
            key = try reader.key()
            value = try reader.nullableBytes("value")
        }
    }

    let checks: [Check]
    let writes: [StoreWrite]

    init(_ reader: RequestReader) throws {
        checks = try reader.list("checks", of: Check.self, most: 1_000)
        writes = try reader.list("writes", of: StoreWrite.self, most: 1_000)
    }
}
