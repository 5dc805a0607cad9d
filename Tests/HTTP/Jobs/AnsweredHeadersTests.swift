import HTTPTypes
import Testing

@testable import HostHTTP

extension Served {
    @Suite("Headers of answers", .serialized) struct AnsweredHeadersTests {
        /// The answer of a plugin that gives these headers.
        private func answer(_ headers: [(String, String)]) throws -> RawClient.Answer {
            let served = try ServedSource([.http("POST", "/headers", operation: "test.headers")])
            defer { served.close() }
            let body = headers.map { "\($0.0)\0\($0.1)\0" }.joined()
            let answer = try served.client().ask("POST", "/headers", body: body, headers: [("X-Request-Id", "mine")])
            #expect(answer.status == 200 && answer.text == "{}")
            return answer
        }

        @Test("those that begin with x- come with the answer, in order, whatever their case")
        func passed() throws {
            let answer = try answer([
                ("x-proctor-degraded", "narrator"), ("X-Many", "1"), ("x-many", "2"), ("x-empty", ""),
            ])
            #expect(answer["x-proctor-degraded"] == "narrator" && answer["x-empty"] == "")
            #expect(answer.headers.filter { $0.name == "x-many" }.map(\.value) == ["1", "2"])
        }

        @Test("those of the host, of cookies and of the connection do not")
        func others() throws {
            let answer = try answer([
                ("set-cookie", "a=b"), ("content-length", "0"), ("transfer-encoding", "chunked"), ("location", "/"),
                ("content-type", "text/html"), ("message-id", "m"), ("retry-after", "9"), ("x", "y"), ("", "z"),
            ])
            for name in ["set-cookie", "transfer-encoding", "location", "message-id", "retry-after", "x"] {
                #expect(answer[name] == nil, "\(name)")
            }
            #expect(answer["content-type"] == "application/json")
            #expect(answer.headers.filter { $0.name == "content-length" }.map(\.value) == ["2"])
        }

        @Test("the id of the request stays the host's")
        func requestID() throws {
            let answer = try answer([("x-request-id", "other"), ("X-Request-ID", "another")])
            #expect(answer.headers.filter { $0.name == "x-request-id" }.map(\.value) == ["mine"])
        }

        @Test(
            "what tells a proxy to answer with something else does not pass",
            arguments: ["X-Accel-Redirect", "x-accel-buffering", "x-sendfile", "X-LIGHTTPD-send-file", "x-reproxy-url"])
        func proxies(name: String) throws {
            #expect(try answer([(name, "/etc/passwd"), ("x-a", "b")])[name] == nil)
        }

        @Test("a name that is none and a value with a line break are left out, and the others come")
        func broken() throws {
            let answer = try answer([
                ("x-a b", "1"), ("x-a:", "1"), ("x-é", "1"), ("x-\r\nset-cookie: a=b", "1"),
                ("x-b", "1\r\nset-cookie: a=b"), ("x-c", "1\nx-d: 2"), ("x-e", "\r"), ("x-f", "good"),
            ])
            #expect(answer["x-f"] == "good")
            #expect(answer["set-cookie"] == nil && answer["x-d"] == nil)
            let own = answer.headers.map(\.name).filter { $0.hasPrefix("x-") && $0 != "x-request-id" }
            #expect(own == ["x-f"])
        }

        @Test("of more than 64 the first 64 are looked at")
        func many() throws {
            let answer = try answer((0..<70).map { ("x-n\($0)", "\($0)") })
            #expect(answer["x-n63"] == "63" && answer["x-n64"] == nil)
        }
    }
}
