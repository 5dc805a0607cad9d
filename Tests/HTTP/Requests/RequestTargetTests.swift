import Testing

@testable import HostHTTP

@Suite("Request target") struct RequestTargetTests {
    @Test(
        "path and query are told apart as they came",
        arguments: [
            ("/a/b", "/a/b", nil), ("/a?x=1", "/a", "x=1"), ("/a?", "/a", ""), ("/a?x=?&y", "/a", "x=?&y"),
            ("?x", "", "x"), ("", "", nil), ("/a#f?x", "/a", nil), ("/a?x#f", "/a", "x"), ("*", "*", nil),
            ("/a%3Fb?c", "/a%3Fb", "c"),
        ] as [(String, String, String?)])
    func parts(target: String, path: String, query: String?) {
        let parts = RequestTarget(target)
        #expect(parts.path == path)
        #expect(parts.query.map(String.init) == query)
    }

    @Test(
        "a date is written as RFC 9110 wants it",
        arguments: [(784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT")])
    func dates(second: Int, text: String) {
        #expect(HTTPDate.text(second: second) == text)
    }
}
