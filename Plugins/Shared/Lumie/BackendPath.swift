import PluginSDK

/// Where something is at the backend: a path, and a query after a question mark, with places for what a command says.
public struct BackendPath<Place: ContractFields>: Sendable {
    private let path: String
    private let query: [(name: String, value: CommandTemplate<Place>)]

    /// - Parameter template: `/internal/ranks/{studentId}?examId={examId}`.
    public init(_ template: CommandTemplate<Place>) {
        let halves = template.text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = halves.first.map(String.init) ?? ""
        query = (halves.count > 1 ? halves[1] : "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), CommandTemplate(stringLiteral: parts.count > 1 ? String(parts[1]) : ""))
        }
    }

    /// A request for it, in which every value is inert.
    ///
    /// - Throws: `Reject`, code `backend.path`, where the setting has a place that is none.
    public func request(tenant: String, _ value: (Place) -> String) throws -> UpstreamRequest {
        let values = Dictionary(Place.allCases.map { ($0.rawValue, value($0)) }) { first, _ in first }
        guard let filled = UpstreamPath(template: path, filling: values) else {
            throw Reject("The path \(path) in the settings has a place that no command fills.", code: "backend.path")
        }
        var request = UpstreamRequest("GET", filled, headers: ["accept": "application/json"], tenant: tenant)
        request.query = query.map { ($0.name, $0.value.filled(value)) }
        return request
    }
}
