import Foundation

/// Where the things under test lie: the host beside the test executable, the fixture plugins where `make test` built them.
package enum BuiltFiles {
    package struct Missing: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// The folder of the test executable: products of the same build lie there.
    package static let folder: String = {
        var path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        path = (path as NSString).deletingLastPathComponent
        return path
    }()

    package static func proctor() throws -> String {
        try existing(folder + "/proctor", "swift build --product proctor")
    }

    package static func product(_ name: String) throws -> String {
        try existing(folder + "/lib\(name).so", "swift build --product \(name)")
    }

    /// A plugin of Tests/Fixtures/Plugins, as `Tests/Tools/test` builds it.
    package static func fixture(_ scratch: String, _ library: String) throws -> String {
        let build = ((folder as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
        return try existing("\(build)/fixtures/\(scratch)/debug/lib\(library).so", "Tests/Tools/fixtures")
    }

    private static func existing(_ path: String, _ remedy: String) throws -> String {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Missing(description: "\(path) is missing: run \(remedy) first (make test does)")
        }
        return path
    }
}

/// Runs a command to its end.
package struct CommandResult {
    package let status: Int32
    package let signal: Int32?
    package let output: String
    package let error: String

    package static func run(_ executable: String, _ arguments: [String], in folder: String? = nil) throws
        -> CommandResult
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let scratch = try TemporaryFolder()
        let (out, err) = (scratch.path + "/out", scratch.path + "/err")
        for file in [out, err] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: out)
        process.standardError = FileHandle(forWritingAtPath: err)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return CommandResult(
            status: process.terminationStatus,
            signal: process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil,
            output: (try? String(contentsOfFile: out, encoding: .utf8)) ?? "",
            error: (try? String(contentsOfFile: err, encoding: .utf8)) ?? "")
    }
}

/// A folder that goes with the test.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "proctor-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // World-writable temporary folders are refused for plugins; this one is the test's own.
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func write(_ text: String, to name: String) throws {
        try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }

    /// Puts a file in place as a careful operator does: a copy, then a rename.
    package func install(_ source: String, as name: String) throws {
        let target = path + "/" + name
        let temporary = target + ".new"
        try? FileManager.default.removeItem(atPath: temporary)
        // The file itself: a test that changes what is installed must not change through a link what is built.
        let source = URL(fileURLWithPath: source).resolvingSymlinksInPath().path
        try FileManager.default.copyItem(atPath: source, toPath: temporary)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: temporary)
        guard rename(temporary, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
