import Foundation
package import HostDispatch

/// Blobs and what a test may do with them beside asking. Calls block and may come from many threads at once.
package struct BlobsUnderTest: Sendable {
    package typealias Purge = @Sendable (String) throws -> Int

    /// Answers `blobs.*/1`.
    package let service: any HostServices
    /// Most bytes of one blob.
    package let limit: Int
    /// Sets the service's clock on by so many milliseconds.
    package let pass: @Sendable (Int64) -> Void
    package let purgeTenant: Purge
    package let purgeSubject: Purge
    /// Sweeps until everything has been looked at. Returns how many went.
    package let sweep: @Sendable () throws -> Int
    /// Begins the names of all processors, tenants and persons of one case: many cases may share one place.
    package let name: String

    package init(
        service: any HostServices, limit: Int, name: String, pass: @escaping @Sendable (Int64) -> Void,
        purgeTenant: @escaping Purge, purgeSubject: @escaping Purge, sweep: @escaping @Sendable () throws -> Int
    ) {
        self.service = service
        self.limit = limit
        self.name = name
        self.pass = pass
        self.purgeTenant = purgeTenant
        self.purgeSubject = purgeSubject
        self.sweep = sweep
    }

    /// A caller of this case.
    func caller(_ processor: String = "p", tenant: String? = nil, subject: String? = nil) -> ServiceCaller {
        ServiceCaller(
            processor: "\(name)-\(processor)", generation: 1, plugin: "plugin", job: "j1",
            tenant: tenant.map { "\(name)-\($0)" }, subject: subject.map { "\(name)-\($0)" })
    }

    // MARK: Asking

    /// The reply as text; a refusal as its status and code.
    func ask(_ service: String, _ request: String, _ caller: ServiceCaller? = nil) -> String {
        Self.text(answer(service, Array(request.utf8), caller))
    }

    func put(_ key: String, _ content: String, more: String = "", _ caller: ServiceCaller? = nil) -> String {
        put(key, Array(content.utf8), more: more, caller)
    }

    func put(_ key: String, _ content: [UInt8], more: String = "", _ caller: ServiceCaller? = nil) -> String {
        Self.text(answer("blobs.put/1", Array("{\"key\":\(quoted(key))\(more)}\n".utf8) + content, caller))
    }

    func get(_ key: String, _ caller: ServiceCaller? = nil) -> String {
        ask("blobs.get/1", "{\"key\":\(quoted(key))}", caller)
    }

    /// The content as bytes; nil when there is none.
    func content(_ key: String) -> [UInt8]? {
        let payload = answer("blobs.get/1", Array("{\"key\":\(quoted(key))}".utf8), nil).payload
        return payload.firstIndex(of: UInt8(ascii: "\n")).map { Array(payload[($0 + 1)...]) }
    }

    func delete(_ key: String, _ caller: ServiceCaller? = nil) -> String {
        ask("blobs.delete/1", "{\"key\":\(quoted(key))}", caller)
    }

    /// The keys of all pages, by bytes: Swift takes two forms of é for equal.
    func keys(prefix: String = "", limit: Int = 100, _ caller: ServiceCaller? = nil) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        var after = ""
        for _ in 0..<1_000 {
            let reply = ask(
                "blobs.list/1", "{\"prefix\":\(quoted(prefix)),\"limit\":\(limit),\"after\":\(quoted(after))}", caller)
            let page = try? JSONDecoder().decode(Page.self, from: Data(reply.utf8))
            keys += (page?.entries ?? []).map { Array($0.key.utf8) }
            guard let next = page?.next else { break }
            after = next
        }
        return keys
    }

    private struct Page: Decodable {
        struct Entry: Decodable { let key: String }

        let entries: [Entry]
        let next: String?
    }

    private struct Refusal: Decodable { let code: String }

    private func answer(_ name: String, _ request: [UInt8], _ caller: ServiceCaller?) -> ServiceAnswer {
        service.answer(service: name, request: request, caller: caller ?? self.caller())
    }

    private static func text(_ answer: ServiceAnswer) -> String {
        guard answer.status != .ok else { return String(decoding: answer.payload, as: UTF8.self) }
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.payload))
        return "\(answer.status) \(refusal?.code ?? "?")"
    }
}

/// `text` as a JSON string.
func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? ""
}
