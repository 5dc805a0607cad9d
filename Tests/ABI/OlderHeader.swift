import Foundation

/// A header that plugins were built against once, kept as it was.
struct OlderHeader: CustomStringConvertible, Sendable {
    let version: String
    /// The folder that a compiler is given.
    let folder: String

    var description: String { version }

    static let all = ["0.1"].map { OlderHeader(version: $0, folder: "\(root)/Tests/ABI/Museum/\($0)") }

    static let present = OlderHeader(version: "present", folder: "\(root)/PluginSDK/CPluginABI/include")

    static let root = (#filePath as NSString).deletingLastPathComponent + "/../.."

    /// Every field of every struct, as offsetof takes it: `proctor_job`, `payload`.
    func fields() throws -> [(type: String, field: String)] {
        let text = try String(contentsOfFile: folder + "/proctor_plugin.h", encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: "//", omittingEmptySubsequences: false)[0] }
            .joined(separator: " ")
        var fields: [(String, String)] = []
        for match in text.matches(of: /typedef struct (\w+) \{([^}]*)\}/) {
            for declaration in match.2.split(separator: ";") where declaration.contains(where: { !$0.isWhitespace }) {
                if let pointer = declaration.firstMatch(of: /\(\*(\w+)\)/) {
                    fields.append((String(match.1), String(pointer.1)))
                } else {
                    for declarator in declaration.split(separator: ",") {
                        guard let name = declarator.firstMatch(of: /(\w+)\s*(\[\w+\])?\s*$/) else { continue }
                        fields.append((String(match.1), String(name.1)))
                    }
                }
            }
        }
        return fields
    }

    /// Offset and size of fields, as a C compiler sees them with this header.
    func layout(of fields: [(type: String, field: String)]) throws -> [String] {
        let lines = fields.map { type, field in
            #"    printf("\#(type).\#(field) %zu %zu\n", offsetof(\#(type), \#(field)), sizeof(((\#(type) *)0)->\#(field)));"#
        }
        let source = """
            #include <stdio.h>
            #include "proctor_plugin.h"
            int main(void) {
            \(lines.joined(separator: "\n"))
                return 0;
            }
            """
        return try CCompiler.inFolder { folder in
            try source.write(toFile: folder + "/layout.c", atomically: true, encoding: .utf8)
            _ = try CCompiler.run("/usr/bin/gcc", ["-I", self.folder, folder + "/layout.c", "-o", folder + "/layout"])
            return try CCompiler.run(folder + "/layout", []).split(separator: "\n").map(String.init)
        }
    }
}

/// Builds small C programs in a folder of their own.
enum CCompiler {
    struct Failed: Error { let what: String }

    static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    static func makeFolder() throws -> String {
        let folder = NSTemporaryDirectory() + "proctor-abi-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// What a program prints. - Throws: `Failed` when it does not end well.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(what: "\(program) \(arguments)") }
        return String(decoding: printed, as: UTF8.self)
    }
}
