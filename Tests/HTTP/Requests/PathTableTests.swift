import Fuzzing
import HostConfiguration
import HostDispatch
import Testing

@Suite("Path table") struct PathTableTests {
    private let table = PathTable([
        .http("GET", "/exams"), .http("POST", "/exams"), .http("GET", "/exams/{id}"), .http("GET", "/exams/latest"),
        .http("DELETE", "/exams/{id}"), .http("GET", "/exams/{id}/pages/{n}"), .http("GET", "/{any}/latest/pages"),
        .http("GET", "/시험"), .http("GET", "/a b"), .http("GET", "/"),
    ])

    @Test(
        "a path finds what is bound to it",
        arguments: [
            ("GET", "/exams", "GET /exams"), ("POST", "/exams", "POST /exams"), ("PUT", "/exams", nil),
            ("GET", "/exams/7", "GET /exams/{id} id=7"), ("DELETE", "/exams/7", "DELETE /exams/{id} id=7"),
            ("GET", "/exams/7/pages/12", "GET /exams/{id}/pages/{n} id=7 n=12"), ("GET", "/", "GET /"),
            ("GET", "/exams/7/pages", nil), ("GET", "/exams/7/pages/", nil), ("GET", "/exams/", nil),
            ("GET", "/exams//pages/1", nil), ("GET", "", nil), ("GET", "exams", nil), ("GET", "//exams", nil),
        ] as [(String, String, String?)])
    func finds(method: String, path: String, expected: String?) {
        #expect(table.found(method, path) == expected)
    }

    @Test("a fixed part goes before a parameter, and the first part decides")
    func order() {
        #expect(table.found("GET", "/exams/latest") == "GET /exams/latest")
        #expect(table.found("DELETE", "/exams/latest") == "DELETE /exams/{id} id=latest")
        let other = PathTable([.http("GET", "/{x}/b/c"), .http("GET", "/a/{y}/c"), .http("GET", "/a/{y}/{z}")])
        #expect(other.found("GET", "/a/b/c") == "GET /a/{y}/c y=b")
        #expect(other.found("GET", "/q/b/c") == "GET /{x}/b/c x=q")
        #expect(other.found("GET", "/a/b/d") == "GET /a/{y}/{z} y=b z=d")
    }

    @Test(
        "parts are compared decoded, and an escaped slash stays within its part",
        arguments: [
            ("/exams/a%2Fb", "GET /exams/{id} id=a/b"), ("/exams/%EC%8B%9C", "GET /exams/{id} id=시"),
            ("/%65xams", "GET /exams"), ("/%EC%8B%9C%ED%97%98", "GET /시험"), ("/a%20b", "GET /a b"),
            ("/exams/a+b", "GET /exams/{id} id=a+b"),
        ])
    func decoding(path: String, expected: String) {
        #expect(table.found("GET", path) == expected)
    }

    @Test(
        "what is no percent-encoded text is malformed",
        arguments: ["/exams/%", "/exams/%2", "/exams/%zz", "/exams/%FF", "/exams/%00", "/exams/a%0D%0Ab"])
    func malformed(path: String) {
        #expect(table.found("GET", path) == "malformed")
    }

    @Test(
        "dots never match, however they are written",
        arguments: ["/exams/..", "/exams/.", "/exams/%2e%2E", "/exams/%2E", "/../latest/pages", "/exams/../pages/1"])
    func dots(path: String) {
        #expect(table.found("GET", path) == nil)
    }

    @Test("a binding to a queue also tells of its jobs, unless the path is bound to something else")
    func status() {
        let table = PathTable([.http("POST", "/jobs/{kind}", queue: "q"), .http("POST", "/plain", queue: "q")])
        #expect(table.found("GET", "/jobs/omr/a%2Fb") == "POST /jobs/{kind} status kind=omr id=a/b")
        #expect(table.found("GET", "/plain/7") == "POST /plain status id=7")
        #expect(table.found("GET", "/plain") == nil)
        let own = PathTable([.http("POST", "/plain", queue: "q"), .http("GET", "/plain/{number}")])
        #expect(own.found("GET", "/plain/7") == "GET /plain/{number} number=7")
    }

    @Test("the methods of a path are told, each once")
    func methods() {
        #expect(table.methods(of: "/exams") == ["GET", "POST"])
        #expect(table.methods(of: "/exams/latest") == ["DELETE", "GET"])
        #expect(table.methods(of: "/nothing/here") == [])
        #expect(table.methods(of: "/exams/%") == [])
    }

    @Test("mutated paths never crash, and no parameter is empty, dots or a control character")
    func mutatedPaths() {
        var random = SeededRandom(11)
        let seeds = ["/exams/7/pages/12", "/%65xams/%EC%8B%9C", "/exams/a%2Fb", "/../exams/%2e%2e", "/시험//x"]
        for round in 0..<FuzzRounds.count(20_000) {
            let bytes = Array(seeds[round % seeds.count].utf8).mutated(&random)
            let path = String(decoding: bytes, as: UTF8.self)
            _ = table.methods(of: path)
            guard case .found(let match) = table.match(method: "GET", path: path) else { continue }
            for (_, value) in match.parameters {
                #expect(!value.isEmpty && value != "." && value != "..")
                #expect(!value.utf8.contains { $0 < 0x20 || $0 == 0x7F })
            }
        }
    }
}

@Suite("Percent-encoded text") struct PercentTextTests {
    @Test("encoding and decoding agree on any text", arguments: ["", "a-b_c.~", "a/b c%", "시험\u{1F600}", "\u{e9}+"])
    func roundTrip(text: String) {
        let encoded = PercentText.encoded(part: text)
        #expect(encoded.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") })
        #expect(PercentText.decoded(encoded.utf8) == text)
    }

    @Test("a plus is a space only in a query")
    func plus() {
        #expect(PercentText.decoded("a+b%2B".utf8) == "a+b+")
        #expect(PercentText.decoded("a+b%2B".utf8, plusIsSpace: true) == "a b+")
    }
}
