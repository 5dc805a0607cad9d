import FoundationEssentials
import Glibc

/// Adds a plugin's manifest to its file, where it can be read without running code.
public struct ManifestPacker: Sendable {
    public enum Outcome: Sendable, Equatable {
        case packed
        /// The file holds this manifest already; it was not touched.
        case unchanged
    }

    private let probe: ImageProbe
    private let demands: HostDemands
    private let objcopy: String

    /// - Parameter objcopy: the program of GNU binutils or LLVM, looked for on the PATH.
    public init(probe: ImageProbe, objcopy: String = "objcopy") {
        self.probe = probe
        self.demands = HostDemands()
        self.objcopy = objcopy
    }

    /// Runs the plugin's entry in a child and writes its manifest into the file, which is replaced as a whole: who has
    /// it open or mapped keeps the old one. Blocks.
    public func pack(_ path: String) throws(ImageRefusal) -> Outcome {
        let file = try ImageFile(path: path)
        let facts = try ImageFacts(of: file)
        try demands.check(facts)
        let absolute = path.contains("/") ? path : "./\(path)"
        let manifest = try probe.probe(absolute, original: path, settings: []).manifestBytes
        if facts.packedManifest == manifest { return .unchanged }
        try write(manifest, into: absolute, mode: file.mode)
        return .packed
    }

    private func write(_ manifest: [UInt8], into path: String, mode: UInt32) throws(ImageRefusal) {
        let section = "\(path).manifest.\(getpid())"
        let output = "\(path).packing.\(getpid())"
        defer {
            unlink(section)
            unlink(output)
        }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        do throws(PrivateFolder.Failure) {
            let name = section.split(separator: "/").last.map(String.init) ?? section
            try PrivateFolder(creating: folder.isEmpty ? "/" : folder).write(manifest, to: name, mode: 0o600)
        } catch {
            throw .notPacked(path, reason: error.reason)
        }
        try runObjcopy(
            [
                "--remove-section", PluginNote.manifestSection,
                "--add-section", "\(PluginNote.manifestSection)=\(section)",
                "--set-section-flags", "\(PluginNote.manifestSection)=noload,readonly", path, output,
            ], path: path)
        let packed = try ImageInspector.facts(output)
        guard packed.packedManifest == manifest, packed.note != nil, packed.exportsEntry else {
            throw .notPacked(path, reason: "\(objcopy) did not write the section as it was told")
        }
        guard chmod(output, mode) == 0, rename(output, path) == 0 else {
            throw .notPacked(path, reason: String(cString: strerror(errno)))
        }
    }

    private func runObjcopy(_ arguments: [String], path: String) throws(ImageRefusal) {
        let outcome: ChildProcess.Outcome
        do throws(ChildProcess.Failure) {
            outcome = try ChildProcess(
                executable: objcopy, arguments: arguments, environment: ProcessInfo.processInfo.environment, input: [],
                timeout: .seconds(60)
            ).run()
        } catch {
            throw .notPacked(path, reason: error.reason)
        }
        guard outcome.end == .exited(0) else {
            throw .notPacked(path, reason: "\(objcopy) failed: \(outcome.lastWords)")
        }
    }
}

extension ImageRefusal {
    fileprivate static func notPacked(_ file: String, reason: String) -> Self {
        Self(
            code: "image.not_packed", file: file, found: reason, needed: "objcopy, and a folder that may be written",
            remedy: "install the package binutils, and check the folder's permissions")
    }
}
