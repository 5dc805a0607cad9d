import PluginSDK
import Synchronization

struct Number: Codable, Sendable { var value: Double }

struct ScaleSettings: Settings {
    @Setting("Factor.", in: 0...10) var factor = 2.0
    @Setting("Name.") var name: String?
}

/// An operation of every kind.
final class Scale: Plugin {
    static let manifest = Manifest(id: "org.example.scale", version: "1.0.0", needs: ["store/1"]) {
        Operation("scale.apply", "Multiplies.", apply).http(.post, "/scale")
        Operation("scale.slow", "Multiplies after a suspension.", slow)
        Operation("scale.count", "Counts up to a number.", streaming: count)
        Operation("scale.echo", "Gives back what came.", echo).accepts("image/*").produces("image/png")
        Operation("scale.form", "Reads a form.", form)
        Operation("scale.status", "Says the factor.", status)
        Operation("scale.fail", "Fails as asked.", fail)
        Operation("scale.wait", "Waits until it is cancelled.", wait)
        Operation("scale.poll", "Computes until it is cancelled.", poll)
        Operation("scale.remember", "Keeps a number in the store.", remember)
        Operation("scale.observe", "Logs, counts and times.", observe)
        Operation("scale.ask", "Asks a service that is not there.", ask)
        Operation("scale.beside", "Spawns a task and leaves it.", beside)
    }

    let settings: ScaleSettings
    let spawnedWasCancelled = Atomic<Bool>(false)

    init(settings: ScaleSettings, host: Host) async throws {
        if settings.name == "away" { throw Retry("The other side is away.", code: "scale.away", after: .seconds(5)) }
        self.settings = settings
    }

    func apply(_ number: Number, job: Job) async throws -> Number { Number(value: number.value * settings.factor) }

    func slow(_ number: Number, job: Job) async throws -> Number {
        await Task.yield()
        try await Task.sleep(for: .microseconds(50))
        return try await apply(number, job: job)
    }

    func count(_ number: Number, job: Job, to out: Output<Number>) async throws {
        for value in 0..<Int(number.value) { try await out.send(Number(value: Double(value))) }
    }

    func echo(_ request: RawRequest, job: Job) async throws -> RawResponse {
        RawResponse(bytes: request.bytes, mediaType: request.mediaType ?? "application/x-none")
    }

    func form(_ form: SheetForm, job: Job) async throws -> [String: String] {
        [
            "image": "\(form.image.bytes.count) \(form.image.filename ?? "-") \(form.image.mediaType ?? "-")",
            "right_answers": form.rightAnswers, "detail": form.detail ?? "-", "copies": "\(form.copies)",
        ]
    }

    func status(job: Job) async throws -> Number { Number(value: settings.factor) }

    func fail(_ how: [String: String], job: Job) async throws -> Number {
        switch how["how"] {
        case "reject": throw Reject("Too dark.", code: "scale.dark", httpStatus: 400)
        case "detail": throw Reject("Too dark.", code: "scale.dark", detail: ["x": 1])
        case "retry": throw Retry("Later.", after: .milliseconds(1500))
        case "broken": throw Broken("The wheel came off.")
        case "decoding":
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "not ours"))
        case "cancellation": throw CancellationError()
        default: throw Number.Odd()
        }
    }

    func wait(job: Job) async throws -> Number {
        try await Task.sleep(for: .seconds(3600))
        return Number(value: 0)
    }

    /// Never suspends: only the job says that it is over.
    func poll(job: Job) async throws -> Number {
        while true { try job.checkCancellation() }
    }

    func remember(_ number: Number, job: Job) async throws -> [String: String] {
        let before = try await job.host.store.get("number")
        try await job.host.store.put("number", Array("\(number.value)".utf8), lifetime: .seconds(60))
        let after = try await job.host.store.get("number")
        let deleted = try await job.host.store.delete("number")
        return [
            "before": before.map { String(decoding: $0, as: UTF8.self) } ?? "-",
            "after": after.map { String(decoding: $0, as: UTF8.self) } ?? "-", "deleted": "\(deleted)",
        ]
    }

    func observe(job: Job) async throws -> Number {
        job.log.warning("Looked at.", ["job": .string(job.id)])
        job.host.metrics.counter("looks_total", labels: ["kind": "x"]).add(2)
        let inner = job.trace.span("inner") { 1.0 }
        return try await job.trace.span("outer") {
            try await Task.sleep(for: .microseconds(10))
            return Number(value: inner)
        }
    }

    func ask(job: Job) async throws -> Number {
        _ = try await job.host.call("nothing.here/1", [])
        return Number(value: 0)
    }

    func beside(job: Job) async throws -> Number {
        job.spawn {
            do { try await Task.sleep(for: .seconds(3600)) } catch {
                self.spawnedWasCancelled.store(true, ordering: .releasing)
            }
        }
        return Number(value: 1)
    }
}

extension Number { struct Odd: Error {} }

struct SheetForm: FormInput {
    @Part("Scan.", accepts: "image/*") var image: UploadedFile
    @Part("Answers.") var rightAnswers: String
    @Part("Detail.") var detail: String?
    @Part("Copies.") var copies = 1
}

struct Stateless: StatelessPlugin {
    static let manifest = Manifest(id: "org.example.stateless", version: "1.0.0") {
        Operation("stateless.echo", "Gives back.", echo)
    }
    func echo(_ number: Number, job: Job) async throws -> Number { number }
}
