import Foundation
import Fuzzing
import HostConfiguration
import HostThreads
import ScriptedServer
import Testing

@testable import HostUpstreams

/// What the host signs, checked by a program that knows the contract only.
@Suite("Signatures of upstream requests")
struct SignatureTests {
    private struct Vector: Codable {
        var secret: String
        var method: String
        var target: String
        var tenant: String
        var timestamp: String
        var body: Data
        var signature: String
    }

    private static let secret = "a secret of thirty-two characters"

    /// Sends requests through the service and notes what the server gets.
    private func vectors(_ count: Int) throws -> [Vector] {
        var random = SeededRandom(1_5)
        let tenants = ["demo", "inst-c704d223", "학원-하나", "école", nil]
        let queries = ["", #""query":[["a","1"],["b","x y"]],"#, #""query":[["q","é&=+%/?"],["leer",""]],"#]
        let paths = ["/", "/internal/exams/7", "/a%20b/%ED%95%99", "/a;b=1,2:3@x"]
        let seen = Guarded([Vector]())
        let bench = try Bench({
            $0.signing = UpstreamSettings.Signing(
                secret: Secret(Self.secret), canonical: "{method}\\n{target}\\n{tenant}\\n{timestamp}\\n{body_sha256}")
        }) { connection in
            while let request = try connection.request() {
                let vector = Vector(
                    secret: Self.secret, method: request.method, target: request.target,
                    tenant: request["x-tenant-slug"] ?? "", timestamp: request["x-timestamp"] ?? "",
                    body: Data(request.body), signature: request["x-signature"] ?? "")
                seen.withLock { $0.append(vector) }
                try connection.answer(200)
            }
        }
        defer { bench.stop() }
        for number in 0..<count {
            let size = number % 5 == 0 ? 0 : Int.random(in: 1...3_000, using: &random)
            let body = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            let line = Bench.line(
                number, method: ["POST", "GET", "PUT", "DELETE"][number % 4], path: paths[number % paths.count],
                rest: queries[number % queries.count] + "\"idempotent\":true")
            let caller = Bench.caller(tenant: tenants[number % tenants.count])
            #expect(try bench.begin("http.send/1", line, body: body, caller: caller).wait().http == 200)
        }
        return seen.withLock { $0 }
    }

    private func verdicts(of vectors: [Vector]) throws -> [String] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Fixtures/Peers/verify_signature.py").standardizedFileURL
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [script.path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let lines = try vectors.map { try JSONEncoder().encode($0) + Data("\n".utf8) }
        try input.fileHandleForWriting.write(contentsOf: lines.reduce(Data(), +))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }

    @Test("a verifier made from the contract alone agrees on 50 requests, and sees each changed bit")
    func contract() throws {
        let vectors = try vectors(50)
        #expect(vectors.count == 50)
        #expect(try verdicts(of: vectors) == Array(repeating: "right", count: 50))
        let changed = vectors.enumerated().map { number, vector in
            var vector = vector
            switch number % 6 {
            case 0 where !vector.body.isEmpty: vector.body[vector.body.startIndex] ^= 1
            case 1: vector.target += "&"
            case 2: vector.tenant += "x"
            case 3: vector.timestamp = String((Int(vector.timestamp) ?? 0) ^ 1)
            case 4: vector.secret += "x"
            default: vector.method = "PATCH"
            }
            return vector
        }
        #expect(try verdicts(of: changed) == Array(repeating: "wrong", count: 50))
    }
}
