import LanguageModel
import ModelAPI
import PluginSDK

struct AskerSettings: Settings {
    @Setting("The model.") var model = LanguageModelSettings()
}

/// A plugin that asks a model: what the client reports through the host's table is seen with it.
struct Asker: Plugin {
    struct Question: Codable, Sendable { var text: String }
    struct Reply: Codable, Sendable { var text: String }

    static let manifest = Manifest(id: "org.example.asker", version: "1.0.0", needs: ["http/1", "store/1"]) {
        Operation("asker.ask", "Asks.", ask)
        Operation("asker.vectors", "Asks for vectors.", vectors)
        Operation("asker.follow", "Asks, and reads the answer as it comes.", follow)
    }

    private let model: LanguageModel

    init(settings: AskerSettings, host: Host) async throws {
        model = try LanguageModel(settings.model, upstream: "llm", host: host)
    }

    func ask(_ question: Question, job: Job) async throws -> Reply {
        do throws(ModelFailure) {
            return Reply(text: try await model.complete(Self.request(question), job: job).text)
        } catch { throw error.jobFailure() }
    }

    func vectors(_ question: Question, job: Job) async throws -> Reply {
        Reply(text: "\(try await model.embed([question.text], job: job).vectors.count)")
    }

    func follow(_ question: Question, job: Job) async throws -> Reply {
        let stream = try await model.stream(Self.request(question), job: job)
        for try await _ in stream {}
        return Reply(text: stream.completion.text)
    }

    func stop() async { await model.stop() }

    private static func request(_ question: Question) -> ModelRequest {
        ModelRequest(messages: [.user(question.text)], purpose: "test", prompt: "ask@1#00000000")
    }
}
