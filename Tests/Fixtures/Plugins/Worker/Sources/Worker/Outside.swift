import PluginSDK

/// Calls of what the operator names - upstreams, databases, buckets - one after the other:
/// `{"ops": [{"op": "send", "name": "backend", "path": "/internal/echo"}]}`.
struct OutsideOrders: Codable, Sendable { var ops: [OutsideOrder] }

/// Which members count depends on the op; `name` is the operator's.
struct OutsideOrder: Codable, Sendable {
    enum Op: String, Codable, CaseIterable, Sendable {
        case send
        /// Reads an answer piece by piece, and leaves after `pieces` of them.
        case stream
        case sql
        case bucketGet = "bucket_get"
        case bucketPut = "bucket_put"
    }

    var op: Op
    var name: String
    var method: String?
    var path: String?
    /// Pairs of name and value.
    var query: [[String]]?
    /// The body of a request, or the content of an object.
    var body: String?
    var key: String?
    var tenant: String?
    var pieces: Int?
    var sql: String?
    var parameters: [String]?
}

extension Worker {
    /// Never fails: what a service refuses stands in its place as `{"error", "status", "message"}`.
    func outside(_ orders: OutsideOrders, job: Job) async throws -> ServiceResults {
        var results: [JSONValue] = []
        for order in orders.ops {
            do {
                results.append(try await Self.run(order, job.host))
            } catch let error as ServiceError {
                results.append(Self.refusal(error))
            }
        }
        return ServiceResults(results: results)
    }

    private static func run(_ order: OutsideOrder, _ host: Host) async throws -> JSONValue {
        switch order.op {
        case .send:
            let response = try await host.upstream(order.name).send(try request(order))
            let text = JSONValue.string(String(decoding: response.body, as: UTF8.self))
            return ["status": .integer(response.status), "body": (try? JSONValue(parsing: response.body)) ?? text]
        case .stream:
            let stream = try await host.upstream(order.name).stream(try request(order))
            var (bytes, count) = ([UInt8](), 0)
            for try await piece in stream {
                bytes += piece
                count += 1
                if count == order.pieces { break }
            }
            return [
                "status": .integer(stream.head.status), "pieces": .integer(count),
                "text": .string(String(decoding: bytes, as: UTF8.self)),
            ]
        case .sql:
            let result = try await host.database(order.name).query(
                order.sql ?? "", (order.parameters ?? []).map { .text($0) }, options: SQLOptions(tenant: order.tenant))
            return [
                "columns": .array(result.columns.map { .string($0) }), "affected": .integer(result.affected),
                "rows": .array(result.rows.map { row in .array(row.values.map { .string($0.text ?? "\($0)") }) }),
            ]
        case .bucketGet:
            guard let blob = try await host.bucket(order.name).get(order.key ?? "") else { return .null }
            return .string(String(decoding: blob.bytes, as: UTF8.self))
        case .bucketPut:
            try await host.bucket(order.name).put(order.key ?? "", Array((order.body ?? "").utf8))
            return true
        }
    }

    private static func request(_ order: OutsideOrder) throws -> UpstreamRequest {
        guard let path = UpstreamPath(template: order.path ?? "/", filling: [:]) else {
            throw Reject("\"\(order.path ?? "")\" is no path.", code: "worker.path")
        }
        var request = UpstreamRequest(order.method ?? "GET", path)
        request.query = (order.query ?? []).map { ($0.first ?? "", $0.last ?? "") }
        request.body = Array((order.body ?? "").utf8)
        request.tenant = order.tenant
        return request
    }
}
