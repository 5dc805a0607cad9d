import PluginSDK

/// Where the bytes of a class's files go, in order. Used by one task at a time.
protocol PackageSink: Sendable {
    /// Takes the next bytes of the file; waits while they are read slowly.
    func write(_ bytes: [UInt8]) async throws

    /// The file is whole. What follows is another one.
    func endFile() async throws
}

/// One file, to who waits for it while it grows.
struct StreamSink: PackageSink {
    let output: Output<RawPiece>

    func write(_ bytes: [UInt8]) async throws { try await output.send(RawPiece(bytes)) }
    func endFile() async throws {}
}

/// One file, in memory.
actor MemorySink: PackageSink {
    private(set) var bytes: [UInt8] = []

    func write(_ more: [UInt8]) {
        if bytes.isEmpty { bytes = more } else { bytes += more }
    }
    func endFile() {}
}

/// Files in the processor's blobs, for `report.file`.
actor KeptFiles: PackageSink {
    private let job: Job
    private let tenant: String
    private let exam: Int
    private let kind: ClassRequest.Package
    private let lifetime: Duration
    private var bytes: [UInt8] = []
    private(set) var files: [ClassPiece.File] = []

    init(exam: Int, kind: ClassRequest.Package, lifetime: Duration, tenant: String, job: Job) {
        self.exam = exam
        self.kind = kind
        self.lifetime = lifetime
        self.tenant = tenant
        self.job = job
    }

    func write(_ more: [UInt8]) {
        if bytes.isEmpty { bytes = more } else { bytes += more }
    }

    /// - Throws: `Reject` when the host keeps no file so large; `ServiceError`.
    func endFile() async throws {
        let content = bytes
        bytes = []
        let key = ClassFileKey(exam: exam, extension: kind.rawValue)
        do {
            try await job.host.blobs.put(
                key.blob(of: tenant), content, mediaType: kind.mediaType, lifetime: lifetime)
        } catch let error as ServiceError where error.code == "blobs.too_large" {
            throw BookPackage.tooLarge(limit: nil)
        }
        files.append(ClassPiece.File(key: key.text, mediaType: kind.mediaType, size: content.count))
    }

    /// Removes what was kept; what cannot be removed runs out.
    func remove() async {
        let (job, keys) = (job, files.map { ClassFileKey($0.key)?.blob(of: tenant) })
        files = []
        // In a task of its own, for the job's may be cancelled.
        await Task {
            for case let key? in keys { _ = try? await job.host.blobs.delete(key) }
        }.value
    }
}

extension ClassRequest.Package {
    var mediaType: String {
        switch self {
        case .zip: "application/zip"
        case .pdf: "application/pdf"
        }
    }
}
