import PluginSDK

struct CurveSettings: Settings {
    @Setting("Mean that the curve aims at, in points.", in: 0...100) var mean = 60.0
}
struct Score: Codable, Sendable { var raw: Double }
struct Curved: Codable, Sendable { var value: Double }

final class Curve: Plugin {
    static let manifest = Manifest(id: "org.example.curve", version: "1.2.0") {
        Operation("curve.apply", "Curves one raw score.", apply).http(.post, "/curve")
        Operation("curve.explain", "Counts up to a raw score, each curved.", streaming: explain)
    }
    let settings: CurveSettings
    init(settings: CurveSettings, host: Host) { self.settings = settings }

    func apply(_ score: Score, job: Job) async throws -> Curved {
        guard (0...100).contains(score.raw) else { throw Reject("raw must lie within 0...100", code: "curve.range") }
        return Curved(value: score.raw + settings.mean - 50)
    }
    func explain(_ score: Score, job: Job, to out: Output<Curved>) async throws {
        for raw in stride(from: 0, through: score.raw, by: 1) { try await out.send(apply(Score(raw: raw), job: job)) }
    }
}
@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(Curve.self) }
