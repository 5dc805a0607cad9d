import Foundation

/// The Python that plays peers: the virtual environment of Tests/Tools/python, beside this build.
package enum PythonEnvironment {
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// The interpreter; made when it is missing, which takes half a minute and a network, once.
    package static func interpreter() throws -> String { try prepared.get() }

    /// A script of Tests/Fixtures/Peers.
    package static func script(_ name: String) -> String { "\(tests)/Fixtures/Peers/\(name)" }

    /// Runs a script to its end. Returns what it wrote.
    package static func run(_ name: String, _ arguments: [String] = []) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try interpreter())
        process.arguments = [script(name)] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Missing(description: "\(name) failed: see above") }
        return data
    }

    private static let tests: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.path
    }()

    private static let prepared = Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(tests)/Tools/python")
        // The test executable lies in BUILD/TRIPLE/debug.
        let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var build = URL(fileURLWithPath: executable)
        for _ in 0..<3 { build.deleteLastPathComponent() }
        process.arguments = [build.path]
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let path = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let said = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Missing(description: said) }
        return path.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
