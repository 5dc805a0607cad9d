import Testing

@testable import PluginSDK

struct UpstreamPathTests {
    @Test(
        "a value is one segment, whatever is in it",
        arguments: [
            ("7", "7"), ("7/../8", "7%2F..%2F8"), ("a b", "a%20b"), ("한", "%ED%95%9C"), ("?x=1#y", "%3Fx%3D1%23y"),
            ("\r\nHost: x", "%0D%0AHost%3A%20x"), ("%2e%2e", "%252e%252e"), ("a\\b", "a%5Cb"),
            ("a+b&c;d", "a%2Bb%26c%3Bd"),
            ("A-z_0.9~", "A-z_0.9~"),
        ])
    func values(_ value: String, _ encoded: String) {
        let path: UpstreamPath = "/internal/exams/\(value)/detail"
        #expect(path.text == "/internal/exams/\(encoded)/detail")
        #expect(path.problem == nil)
        #expect(UpstreamPath(template: "/internal/exams/{id}/detail", filling: ["id": value]) == path)
    }

    @Test(
        "what would leave its place is refused",
        arguments: [
            "/internal/\("..")", "/internal/\(".")/x", "/internal/.\(".")/x", "/internal/\("")/x", "internal/x", "",
            "/a/../b", "/a//b", "/a?b=c", "/a#b",
        ] as [UpstreamPath])
    func refused(_ path: UpstreamPath) async {
        #expect(path.problem != nil)
        let upstream = Host { _, _ in throw CancellationError() }.upstream("depot")
        let error = await #expect(throws: ServiceError.self) { try await upstream.send("GET", path) }
        #expect(error?.code == "upstream.bad_request")
        #expect(error?.status == PROCTOR_REJECT)
    }

    @Test("numbers are values, and a literal may end with a slash or be encoded already")
    func literals() {
        #expect(("/exams/\(42)/" as UpstreamPath).text == "/exams/42/")
        #expect(("/exams/\(42)/" as UpstreamPath).problem == nil)
        #expect(("/시험/a%20b" as UpstreamPath).text == "/%EC%8B%9C%ED%97%98/a%20b")
        #expect(("/" as UpstreamPath).problem == nil)
    }

    @Test("a template without a value for a name, or with a lone brace, is none")
    func templates() {
        #expect(UpstreamPath(template: "/exams/{id}", filling: ["exam": "7"]) == nil)
        #expect(UpstreamPath(template: "/exams/{id", filling: ["id": "7"]) == nil)
        #expect(UpstreamPath(template: "/exams/id}", filling: ["id": "7"]) == nil)
        #expect(UpstreamPath(template: "/exams/{id}", filling: ["id": "{id}"])?.text == "/exams/%7Bid%7D")
    }
}
