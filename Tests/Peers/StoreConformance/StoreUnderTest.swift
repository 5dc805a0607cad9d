package import HostDispatch

/// A store and what a test may do with it beside asking. Calls block and may come from many threads at once.
package struct StoreUnderTest: Sendable {
    package typealias Purge = @Sendable (String) throws -> Int

    /// Answers `store.*/1`.
    package let store: any HostServices
    /// The same store as another host sees it; may be the same object.
    package let other: any HostServices
    /// Returns when so many milliseconds have passed for the store: sets its clock or waits.
    package let pass: @Sendable (Int) -> Void
    package let purgeTenant: Purge
    package let purgeSubject: Purge
    /// One round of the sweep of what has run out.
    package let sweep: @Sendable () throws -> Int
    /// Begins the names of all processors, tenants and persons of one case: many cases may share one server.
    package let name: String

    package init(
        store: any HostServices, other: any HostServices, name: String, pass: @escaping @Sendable (Int) -> Void,
        purgeTenant: @escaping Purge, purgeSubject: @escaping Purge, sweep: @escaping @Sendable () throws -> Int
    ) {
        self.store = store
        self.other = other
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

    func ask(_ service: String, _ request: String, _ caller: ServiceCaller? = nil) -> String {
        Self.ask(store, service, Array(request.utf8), caller ?? self.caller())
    }

    /// The reply as text; a refusal as its status and code.
    static func ask(
        _ store: any HostServices, _ service: String, _ request: [UInt8], _ caller: ServiceCaller
    ) -> String {
        let answer = store.answer(service: service, request: request, caller: caller)
        let text = String(decoding: answer.payload, as: UTF8.self)
        guard answer.status != .ok else { return text }
        return "\(answer.status) \(JSONMember.text("code", in: answer.payload) ?? "?")"
    }

    func put(_ key: String, _ value: String, more: String = "", _ caller: ServiceCaller? = nil) -> String {
        ask("store.put/1", "{\"key\":\(quoted(key)),\"value\":\"\(base64(value))\"\(more)}", caller)
    }

    func get(_ key: String, _ caller: ServiceCaller? = nil) -> String {
        ask("store.get/1", "{\"key\":\(quoted(key))}", caller)
    }

    /// A reply that holds this value.
    static func value(_ text: String) -> String { "{\"value\":\"\(base64(text))\"}" }
}
