import Fuzzing
import HostDispatch
import Testing

@testable import HostHTTP

@Suite("Request parameters") struct RequestParametersTests {
    private func text(_ query: String?, path: [(name: String, value: String)] = []) -> String? {
        RequestParameters(path: path, query: query.map { $0[...] })?.all.map { "\($0.name)=\($0.value)" }
            .joined(separator: " ")
    }

    @Test(
        "a query is read as forms write it",
        arguments: [
            (nil, ""), ("", ""), ("a=1&b=2", "a=1 b=2"), ("A=1", "a=1"), ("a", "a="), ("a=&=b", "a="),
            ("a=b=c", "a=b=c"), ("a=x+y%26%3D", "a=x y&="), ("a=%EC%8B%9C", "a=시"), ("&&a=1&&", "a=1"),
            ("a=1&a=2", "a=2"), ("a.b=1&ok=2&%20=3&caf%C3%A9=4", "ok=2"),
        ] as [(String?, String)])
    func reads(query: String?, expected: String) {
        #expect(text(query) == expected)
    }

    @Test("what is no text is refused", arguments: ["a=%", "a=%zz", "a=%FF", "%00=1", "a=%0A", "a=1&b=%0d"])
    func refuses(query: String) {
        #expect(text(query) == nil)
    }

    @Test("the path's parameter goes before the query's")
    func pathWins() {
        #expect(text("id=evil&page=2", path: [("id", "7")]) == "id=7 page=2")
        #expect(text("studentid=evil", path: [("studentId", "7")]) == "studentid=7")
    }

    @Test("their number and size are bounded")
    func bounds() throws {
        let many = (0..<100).map { "p\($0)=1" }.joined(separator: "&")
        #expect(RequestParameters(path: [], query: many[...])?.all.count == 32)
        let large = "a=" + String(repeating: "x", count: 5_000)
        let two = try #require(RequestParameters(path: [], query: "\(large)&b\(large)&c=1"))
        #expect(two.all.map(\.name) == ["a", "c"])
        let replaced = try #require(RequestParameters(path: [], query: "a=1&\(large)\(large.dropFirst(2))&b=2"))
        #expect(replaced["a"] == "1" && replaced["b"] == "2")
    }

    @Test("they travel as job headers")
    func headers() throws {
        let parameters = try #require(RequestParameters(path: [("id", "7")], query: "Page=2"))
        #expect(parameters.headers.map { "\($0.name):\($0.value)" } == ["parameter-id:7", "parameter-page:2"])
    }

    @Test("mutated queries never crash and stay within their bounds")
    func mutatedQueries() {
        var random = SeededRandom(12)
        let seeds = ["a=1&b=2&c=%EC%8B%9C+x", "page=12&sort=-name&q=%22a%22", "a&b&=c&&d=%2"]
        for round in 0..<FuzzRounds.count(20_000) {
            let query = String(decoding: Array(seeds[round % seeds.count].utf8).mutated(&random), as: UTF8.self)
            guard let parameters = RequestParameters(path: [("id", "7")], query: query[...]) else { continue }
            #expect(parameters.all.count <= 32 && parameters["id"] == "7")
            #expect(Set(parameters.all.map(\.name)).count == parameters.all.count)
        }
    }
}

@Suite("Payloads made of parameters") struct ParameterPayloadTests {
    private let input = RouteInput(
        mediaType: "application/json",
        members: ["id": .string, "page": .integer, "ratio": .number, "strict": .boolean, "studentId": .string])

    private func json(_ query: String) -> String {
        guard let parameters = RequestParameters(path: [], query: query[...]) else { return "malformed" }
        return switch ParameterPayload.json(parameters, input: input) {
        case .success(let bytes): String(decoding: bytes, as: UTF8.self)
        case .failure(let misfit): misfit.message
        }
    }

    @Test(
        "values are typed by the input, and what it does not know is left out",
        arguments: [
            ("", "{}"), ("id=7&page=3", #"{"id":"7","page":3}"#), ("id=a%22b%5C", #"{"id":"a\"b\\"}"#),
            ("page=-12&other=1", #"{"page":-12}"#), ("page=007", #"{"page":7}"#), ("ratio=0.5", #"{"ratio":0.5}"#),
            ("ratio=-1e3", #"{"ratio":-1e3}"#), ("strict=true", #"{"strict":true}"#),
            ("studentid=9", #"{"studentId":"9"}"#), ("StudentId=9", #"{"studentId":"9"}"#),
        ])
    func types(query: String, expected: String) {
        #expect(json(query) == expected)
    }

    @Test(
        "a value that does not fit is refused by name",
        arguments: [
            ("page=x", "page"), ("page=1.5", "page"), ("page=", "page"), ("page=99999999999999999999", "page"),
            ("ratio=nan", "ratio"), ("ratio=inf", "ratio"), ("ratio=0x1p3", "ratio"), ("ratio=1e999", "ratio"),
            ("ratio=01", "ratio"), ("ratio=1.", "ratio"), ("ratio=.5", "ratio"), ("ratio=-", "ratio"),
            ("ratio=1e", "ratio"), ("strict=1", "strict"), ("strict=True", "strict"),
        ])
    func misfits(query: String, name: String) {
        #expect(json(query).hasPrefix("the parameter \(name) must be "))
    }
}
