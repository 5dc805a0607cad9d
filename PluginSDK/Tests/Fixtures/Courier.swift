import PluginSDK

struct Parcel: Codable, Sendable, Equatable {
    var number: Int
    var note: String?
}

/// Uses upstreams, databases and buckets, and answers with callbacks, through the C table.
struct Courier: StatelessPlugin {
    static let manifest = Manifest(
        id: "org.example.courier", version: "1.0.0", needs: ["http/1", "sql/1", "blobs/1"]
    ) {
        Operation("courier.deliver", "Answers with a callback.", deliver)
        Operation("courier.weigh", "Answers bytes with a callback.", weigh)
        Operation("courier.fetch", "Fetches a parcel.", fetch)
        Operation("courier.follow", "Streams what an upstream streams.", streaming: follow).produces("text/plain")
        Operation("courier.count", "Counts parcels.", count)
        Operation("courier.copy", "Copies a parcel's scan.", copy)
    }

    func deliver(_ parcel: Parcel, job: Job) async throws -> CallbackAnswer<Parcel> {
        guard parcel.number > 0 else { return try CallbackAnswer(parcel, isFailure: true) }
        return try CallbackAnswer(parcel, messageID: "parcel:\(parcel.number)")
    }

    func weigh(_ request: RawRequest, job: Job) async throws -> CallbackAnswer<Parcel> {
        CallbackAnswer(encoded: request.bytes, messageID: "중량", isFailure: true)
    }

    func fetch(_ parcel: Parcel, job: Job) async throws -> Parcel {
        try await job.host.upstream("depot").send("GET", "/parcels/\(parcel.number)", decoding: Parcel.self)
    }

    func follow(_ parcel: Parcel, job: Job, to out: Output<RawPiece>) async throws {
        let answer = try await job.host.upstream("depot").stream(
            UpstreamRequest("GET", "/parcels/\(parcel.number)/track"))
        try answer.head.requireSuccess()
        for try await bytes in answer {
            if bytes == Array("stop".utf8) { return }
            try await out.send(RawPiece(bytes))
        }
    }

    func count(_ parcel: Parcel, job: Job) async throws -> Parcel {
        let result = try await job.host.database("main").query(
            "SELECT count(*) AS number FROM parcels WHERE number > $1", [.integer(parcel.number)], as: Parcel.self)
        return result.first ?? Parcel(number: -1)
    }

    func copy(_ parcel: Parcel, job: Job) async throws -> Parcel {
        let scan = try await job.host.bucket("scans").get("\(parcel.number)")
        try await job.host.blobs.put("\(parcel.number)", scan?.bytes ?? [])
        return Parcel(number: scan?.bytes.count ?? -1)
    }
}
