import Lumie
import PluginSDK
import Testing

private enum Place: String, ContractFields { case tenantSlug, examId }

@Suite struct TemplateTests {
    private func value(_ place: Place) -> String { place == .examId ? "42" : "{examId}&a=b/../?" }

    @Test("what looks like a place in a value is none")
    func inert() {
        let template: CommandTemplate<Place> = "a:{tenantSlug}:{examId}{examId}"
        #expect(template.filled(value) == "a:{examId}&a=b/../?:4242")
        #expect(CommandTemplate<Place>(stringLiteral: "plain").filled(value) == "plain")
    }

    @Test("a path may have a query, and every value in either is inert")
    func path() throws {
        let path = BackendPath<Place>("/t/{tenantSlug}/rank?examId={examId}&of={tenantSlug}&all")
        let request = try path.request(tenant: "demo", value)
        #expect(request.method == "GET" && request.tenant == "demo")
        #expect(request.path.text == "/t/%7BexamId%7D%26a%3Db%2F..%2F%3F/rank")
        #expect(request.query.map(\.name) == ["examId", "of", "all"])
        #expect(request.query.map(\.value) == ["42", "{examId}&a=b/../?", ""])
        let wrong = #expect(throws: Reject.self) {
            try BackendPath<Place>("/a/{other}").request(tenant: "demo", value)
        }
        #expect(wrong?.code == "backend.path")
    }
}
