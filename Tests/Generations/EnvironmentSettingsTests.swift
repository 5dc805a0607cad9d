import FoundationEssentials
import HostImages
import Testing

@testable import HostGenerations

@Suite struct EnvironmentSettingsTests {
    private func schema() throws -> JSONValue {
        let text = #"""
            {"type":"object","properties":{
              "url":{"type":"string","x-env":"SERVICE_URL"},
              "tries":{"type":"integer","x-env":"TRIES"},
              "fast":{"type":"boolean","x-env":"FAST"},
              "plain":{"type":"string"},
              "inner":{"type":"object","properties":{"rate":{"type":"number","x-env":"RATE"}}}}}
            """#
        return try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    private func apply(_ config: String, _ environment: [String: String]) throws -> String {
        String(
            decoding: try EnvironmentSettings.apply(
                to: Array(config.utf8), schema: schema(), environment: environment), as: UTF8.self)
    }

    @Test func theEnvironmentGoesBeforeTheFile() throws {
        #expect(try apply(#"{"url":"a"}"#, ["SERVICE_URL": "b"]) == #"{"url":"b"}"#)
    }

    @Test func whatTheEnvironmentDoesNotNameStaysAsItIs() throws {
        #expect(try apply(#"{ "url" : "a" }"#, ["OTHER": "b"]) == #"{ "url" : "a" }"#)
    }

    @Test func valuesGetTheTypeThatTheSchemaSays() throws {
        #expect(
            try apply("{}", ["TRIES": "3", "FAST": "true", "RATE": "0.5"])
                == #"{"fast":true,"inner":{"rate":0.5},"tries":3}"#)
    }

    @Test func everythingThatDoesNotFitIsSaidAtOnceAndNoValueIsShown() throws {
        do {
            _ = try apply("{}", ["TRIES": "secret", "FAST": "maybe"])
            Issue.record("it was taken")
        } catch let error as EnvironmentSettings.Misfits {
            #expect(error.all.map(\.pointer) == ["/fast", "/tries"])
            #expect(error.all.map(\.wanted) == ["true or false", "a whole number"])
        }
    }
}
