import LanguageModel
import ModelAPI
import PluginSDK

/// What FastAPI and OpenAI's client do beside it, and no more: reads the contract's request, asks the model, answers its
/// text. Unlike `analysis` it computes and checks nothing, so that the two clients can be compared.
public final class AskPlugin: Plugin {
    public struct Configuration: Settings {
        @Setting("The upstream with the model.") public var llm: String
        @Setting("The model.") public var model = LanguageModelSettings()

        public init() {}
    }

    public struct Answer: Codable, Sendable {
        public var content: String
    }

    public static let manifest = Manifest<AskPlugin>(
        id: "org.proctor.ask", version: "0.1.0", summary: "Asks a model; for benchmarks.", needs: ["http/1", "store/1"]
    ) {
        Operation("ask.complete", "Asks a model about an exam.", complete).http(.post, "/api/analysis/exam-commentary")
    }

    private let model: LanguageModel

    public init(settings: Configuration, host: Host) throws {
        model = try LanguageModel(settings.model, upstream: settings.llm, host: host)
    }

    public func stop() async { await model.stop() }

    @Sendable func complete(_ request: RawRequest, job: Job) async throws -> Answer {
        guard let body = try? JSONValue(parsing: request.bytes), case .string(let name)? = body["examName"] else {
            throw Reject("The body has no examName.", code: "input.invalid", httpStatus: 422)
        }
        let messages: [Message] = [
            .system("You write commentary on exams."), .user("Comment on \(name): \(body.text)"),
        ]
        do {
            return Answer(
                content: try await model.complete(ModelRequest(messages: messages, purpose: "ask"), job: job).text)
        } catch {
            throw error.jobFailure()
        }
    }
}

@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(AskPlugin.self) }
