/// A value as a plugin wants it kept.
package struct StoreWrite: ServiceRequest {
    /// Most bytes of one value.
    package static let limit = 1 << 20

    package let key: String
    /// Nil removes.
    package let value: [UInt8]?
    /// Milliseconds until it is gone; nil for never.
    package let lifetime: Int64?
    package let subject: String?

    /// One of the writes of a transaction.
    package init(_ reader: RequestReader) throws {
        try self.init(reader, value: reader.nullableBytes("value"))
    }

    package init(_ reader: RequestReader, value: [UInt8]?) throws {
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

package struct StorePut: ServiceRequest {
    package let write: StoreWrite
    /// Whose data it is, for a job that has no tenant of its own.
    package let tenant: String?

    package init(_ reader: RequestReader) throws {
        write = try StoreWrite(reader, value: reader.bytes("value"))
        tenant = try reader.label("tenant")
    }
}

/// `store.get/1` and `store.delete/1`.
package struct StoreKey: ServiceRequest {
    package let key: String

    package init(_ reader: RequestReader) throws { key = try reader.key() }
}

package struct StoreSwap: ServiceRequest {
    /// Nil when the key must be absent.
    package let old: [UInt8]?
    package let write: StoreWrite
    /// As of ``StorePut``.
    package let tenant: String?

    package init(_ reader: RequestReader) throws {
        tenant = try reader.label("tenant")
        old = try reader.nullableBytes("old")
        write = try StoreWrite(reader, value: reader.nullableBytes("new"))
    }
}

/// `store.list/1` and `blobs.list/1`.
package struct KeyListing {
    package let prefix: String
    /// Only keys behind this one; empty for the first page.
    package let after: String
    package let limit: Int

    package init(_ reader: RequestReader) throws {
        prefix = try ServiceKey.checkedPrefix(reader.text("prefix"))
        after = try reader.has("after") ? ServiceKey.checkedPrefix(reader.text("after")) : ""
        limit = Int(try reader.number("limit", in: 1...1_000) ?? 100)
    }
}

package struct StoreList: ServiceRequest {
    package let keys: KeyListing
    package let withValues: Bool

    package init(_ reader: RequestReader) throws {
        keys = try KeyListing(reader)
        withValues = try reader.flag("values")
    }
}

package struct StoreTransact: ServiceRequest {
    package struct Check: ServiceRequest {
        package let key: String
        /// Nil when the key must be absent.
        package let value: [UInt8]?

        package init(_ reader: RequestReader) throws {
            key = try reader.key()
            value = try reader.nullableBytes("value")
        }
    }

    package let checks: [Check]
    package let writes: [StoreWrite]
    /// As of ``StorePut``.
    package let tenant: String?

    package init(_ reader: RequestReader) throws {
        tenant = try reader.label("tenant")
        checks = try reader.list("checks", of: Check.self, most: 1_000)
        writes = try reader.list("writes", of: StoreWrite.self, most: 1_000)
    }
}
