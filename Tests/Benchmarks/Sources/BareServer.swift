import Hummingbird
import Logging

/// What the plugin `curve` takes and gives, once more: the two servers must do the same work.
struct Score: Decodable, Sendable { var raw: Double }
struct Curved: ResponseEncodable, Sendable { var value: Double }

/// The peer: the handler of `curve.apply` in hummingbird alone, written and run as its documentation shows.
enum BareServer {
    /// Serves on loopback until SIGTERM, after a line that names the port.
    ///
    /// - Parameter port: 0 for any free one.
    static func serve(port: Int) async throws {
        let router = Router()
        router.post("/curve") { request, context in
            let score = try await request.decode(as: Score.self, context: context)
            guard (0...100).contains(score.raw) else {
                throw HTTPError(.unprocessableContent, message: "raw must lie within 0...100")
            }
            return Curved(value: score.raw + 10)
        }
        var log = Logger(label: "bare")
        log.logLevel = .warning
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                StandardStream.output.write("listening on 127.0.0.1:\(channel.localAddress?.port ?? 0)")
            },
            logger: log)
        try await application.runService()
    }
}
