import FoundationEssentials

/// Good verdicts, kept by the image's content: what a child has found once needs no child again.
///
/// Refusals and complaints are not kept, for what lies outside the file may be mended: a library, a variable.
struct ProbeCache: Sendable {
    private struct Record: Codable {
        /// Of the host that made it.
        let abi: String
        let toolchain: String
        let id: String
        let version: String
        let manifest: Data
        /// Hashes of settings, each with the environment they were judged in.
        var accepted: [String]
    }

    private static let acceptedLimit = 64

    private let directory: String
    /// A plugin may take settings from the environment, so its verdict on them holds in this one alone.
    private let environmentHash: String

    init(directory: String, environment: [String: String]) {
        self.directory = directory
        let lines = environment.map { "\($0.key)=\($0.value)\n" }.sorted().joined()
        environmentHash = ContentHash.of(Array(lines.utf8))
    }

    /// Nil unless the image and each of the settings were found good before.
    func verdict(on image: StagedImage, settings: [[UInt8]]) -> ProbeVerdict? {
        guard let record = record(of: image), settings.allSatisfy({ record.accepted.contains(key(of: $0)) }),
            let manifest = try? PluginManifest(bytes: Array(record.manifest), file: image.original)
        else { return nil }
        return ProbeVerdict(
            id: record.id, version: record.version, manifest: manifest, manifestBytes: Array(record.manifest),
            complaints: settings.map { _ in nil })
    }

    /// A cache that cannot be written is no failure: the next start only takes longer.
    func keep(_ verdict: ProbeVerdict, on image: StagedImage, settings: [[UInt8]]) {
        var accepted = record(of: image)?.accepted ?? []
        for (settings, complaint) in zip(settings, verdict.complaints) where complaint == nil {
            let key = key(of: settings)
            accepted.removeAll { $0 == key }
            accepted.append(key)
        }
        let record = Record(
            abi: PluginNote.hostVersion, toolchain: HostToolchain.text ?? "", id: verdict.id, version: verdict.version,
            manifest: Data(verdict.manifestBytes), accepted: accepted.suffix(Self.acceptedLimit))
        guard let bytes = try? JSONEncoder().encode(record) else { return }
        try? PrivateFolder(creating: directory).write(Array(bytes), to: "\(image.hash).json", mode: 0o600)
    }

    private func record(of image: StagedImage) -> Record? {
        guard let file = try? ImageFile(path: "\(directory)/\(image.hash).json"),
            let record = try? JSONDecoder().decode(Record.self, from: Data(file.bytes)),
            record.abi == PluginNote.hostVersion, record.toolchain == HostToolchain.text ?? ""
        else { return nil }
        return record
    }

    private func key(of settings: [UInt8]) -> String {
        ContentHash.of(Array(environmentHash.utf8) + settings)
    }
}
