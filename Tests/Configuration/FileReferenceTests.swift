import Foundation
import Testing

@testable import HostConfiguration

/// `${file:PATH}`: what it takes, and what it refuses without showing it.
@Suite struct FileReferenceTests {
    private func parse(_ value: String, content: [UInt8]) throws -> ProctorConfiguration {
        let text = "version: 1\nprocessors: { p: { plugin: p, config: { a: \(value) } } }"
        return try ConfigurationFile.parse(
            bytes: Array(text.utf8), name: "etc/plugins.yaml", environment: [:],
            files: FileContents { $0 == "etc/x" ? .success(content) : .failure(.system(ENOENT)) })
    }

    private func config(_ value: String, content: String) throws -> String {
        let processor = try #require(try parse(value, content: Array(content.utf8)).processors.first)
        return String(decoding: processor.configJSON, as: UTF8.self)
    }

    @Test("one line break at the end is not part of the value")
    func lineBreak() throws {
        #expect(try config("${file:x}", content: "secret\n") == #"{"a":"secret"}"#)
        #expect(try config("${file:x}", content: "secret\r\n") == #"{"a":"secret"}"#)
        #expect(try config("${file:x}", content: "secret\n\n") == #"{"a":"secret\n"}"#)
        #expect(try config("\"a ${file:./x} b\"", content: "secret") == #"{"a":"a secret b"}"#)
        #expect(try config("$${file:x}", content: "secret") == #"{"a":"${file:x}"}"#)
        #expect(try config("${file:x}", content: "") == #"{"a":null}"#)
    }

    @Test("what is too big or no text is refused, and not shown")
    func refusals() {
        func told(_ content: [UInt8]) -> String {
            #expect(throws: ConfigurationProblems.self) { try parse("${file:x}", content: content) }?.description ?? ""
        }
        #expect(told([UInt8](repeating: 0x61, count: 65537)).contains("the file \"etc/x\" has more than 65536 bytes"))
        #expect(told([0xFF, 0xFE]).contains("the file \"etc/x\" is not text in UTF-8"))
        #expect(told([0x61, 0, 0x62]).contains("the file \"etc/x\" is not text in UTF-8"))
    }

    @Test("files of the disk are read beside plugins.yaml; pipes and devices are not")
    func disk() throws {
        let folder = NSTemporaryDirectory() + "proctor-references-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/secrets", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(FileText.write("0123456789abcdef\n", to: folder + "/secrets/token"))
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        let file = folder + "/plugins.yaml"

        #expect(FileText.write("version: 1\nhost: { admin: { token: ${file:./secrets/token} } }", to: file))
        let configuration = try ConfigurationFile.load(path: file, environment: [:])
        #expect(configuration.host.admin.authentication?.bearer.map(\.value) == ["0123456789abcdef"])

        for path in ["pipe", "/dev/zero", "secrets"] {
            #expect(FileText.write("version: 1\nhost: { state: \"${file:\(path)}\" }", to: file))
            let error = #expect(throws: ConfigurationProblems.self) {
                try ConfigurationFile.load(path: file, environment: [:])
            }
            #expect(error?.description.contains("is not a plain file") == true)
        }
    }

    @Test("a value from a file is shown in no message")
    func messages() {
        let error = #expect(throws: ConfigurationProblems.self) {
            let text = "version: 1\nhost: { drain: ${file:x}, http: ${file:x}, log: { level: ${file:x} } }"
            _ = try ConfigurationFile.parse(
                bytes: Array(text.utf8), name: "plugins.yaml", environment: [:],
                files: FileContents { _ in .success(Array("hunter2".utf8)) })
        }
        #expect(error?.problems.count == 3)
        #expect(error?.description.contains("hunter2") == false)
    }
}
