import Glibc
import PluginSDK

struct Patience: Codable, Sendable {
    var milliseconds: Int
}

struct Done: Codable, Sendable {
    var what: String
}

struct RudeSettings: Settings {
    @Setting("How long start takes.") var startup = Duration.zero
    @Setting("Whether start fails.") var failsAtStart = false
    @Setting("How many pieces a stream has.", in: 0...1_000_000) var pieces = 3
}

final class Rude: Plugin {
    static let manifest = Manifest(id: "test.rude", version: "1.0.0", needs: ["host.info/1"]) {
        Operation("rude.block_pool", "Blocks four tasks of Swift's own pool.", blockPool).http(.post, "/block")
        Operation("rude.sleep", "Sleeps, and wakes when it is cancelled.", sleep).http(.post, "/sleep")
        Operation("rude.hold", "Blocks its thread and hears nothing.", hold).http(.post, "/hold")
        Operation("rude.pieces", "Streams numbers.", streaming: pieces).http(.post, "/pieces")
        Operation("rude.broken", "Says that it is broken.", broken).http(.post, "/broken")
        Operation("rude.who", "Asks the host who it is.", who).http(.post, "/who")
    }

    let settings: RudeSettings

    init(settings: RudeSettings, host: Host) { self.settings = settings }

    func start() async throws {
        if settings.failsAtStart { throw Reject("told to fail", code: "rude.told") }
        try await Task.sleep(for: settings.startup)
    }

    func blockPool(_ patience: Patience, job: Job) async throws -> Done {
        for _ in 0..<4 {
            Task { usleep(UInt32(clamping: patience.milliseconds * 1_000)) }
        }
        return Done(what: "blocked")
    }

    func sleep(_ patience: Patience, job: Job) async throws -> Done {
        try await Task.sleep(for: .milliseconds(patience.milliseconds))
        return Done(what: "slept")
    }

    func hold(_ patience: Patience, job: Job) async throws -> Done {
        usleep(UInt32(clamping: patience.milliseconds * 1_000))
        return Done(what: "held")
    }

    func pieces(_ patience: Patience, job: Job, to out: Output<Done>) async throws {
        for number in 0..<settings.pieces {
            if patience.milliseconds > 0 { try await Task.sleep(for: .milliseconds(patience.milliseconds)) }
            try await out.send(Done(what: String(number)))
        }
    }

    func broken(_ patience: Patience, job: Job) async throws -> Done {
        throw Broken("told to break")
    }

    func who(_ patience: Patience, job: Job) async throws -> RawResponse {
        RawResponse(bytes: try await job.host.call("host.info/1", []), mediaType: "application/json")
    }
}

@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(Rude.self) }
