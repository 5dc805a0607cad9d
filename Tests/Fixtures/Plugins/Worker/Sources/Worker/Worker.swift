import PluginSDK

struct Worker: StatelessPlugin {
    static let manifest = Manifest(
        id: "test.worker", version: "1.0.0", needs: ["store/1", "blobs/1", "queue/1", "http/1", "sql/1"]
    ) {
        Operation("worker.effect", "Has an effect at a counting server.", effect).queue("effects")
        Operation("worker.fail", "Fails as asked.", fail).http(.post, "/fail")
        Operation("worker.stream", "Streams bytes as fast as they are taken.", streaming: stream)
            .produces("text/plain").http(.post, "/stream")
        Operation("worker.tokens", "Streams small JSON tokens.", streaming: tokens).http(.post, "/tokens")
        Operation("worker.store", "Asks services.", store).http(.post, "/store").outputSchema(["type": "object"])
        Operation("worker.outside", "Asks what the operator names.", outside).http(.post, "/outside")
            .outputSchema(["type": "object"])
        Operation("worker.echo", "Says what it was given.", echo).http(.post, "/echo/{name}")
            .schedule("0 3 * * *", zone: "Asia/Seoul").outputSchema(["type": "object"])
        Operation("worker.sleep", "Sleeps, and wakes when it is cancelled.", sleep).http(.post, "/sleep")
        Operation("worker.command", "Takes its time, and answers with a callback.", command)
        Operation("worker.command_failed", "The callback of a command that failed for good.", commandFailed)
    }

    struct Nap: Codable, Sendable { var ms: Int }

    func sleep(_ nap: Nap, job: Job) async throws -> Nap {
        try await Task.sleep(for: .milliseconds(nap.ms))
        return nap
    }
}

@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(Worker.self) }
