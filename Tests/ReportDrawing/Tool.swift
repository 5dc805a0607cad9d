import Foundation
import PixelPictures
import Testing

/// Programs that read PDFs: poppler's and qpdf.
enum Tool {
    static func run(_ name: String, _ file: [UInt8]) throws -> String { try run(name, [], file) }

    /// What a program writes about a file. Its exit status must be 0.
    static func run(_ name: String, _ options: [String], _ file: [UInt8]) throws -> String {
        String(decoding: try bytes(name, options, file), as: UTF8.self)
    }

    static func bytes(_ name: String, _ options: [String], _ file: [UInt8]) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drawing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("input.pdf").path
        #expect(GoldenPicture.write(file, input))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Without a file to write to, these write to standard output; pdftotext must be told.
        let last = ["pdftotext": ["-"], "qpdf": options.contains("--qdf") ? ["-"] : []][name] ?? []
        process.arguments = [name] + options + [input] + last
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(
            process.terminationStatus == 0,
            "\(name) is missing or found the file broken: install poppler-utils and qpdf.")
        return Array(bytes)
    }
}
