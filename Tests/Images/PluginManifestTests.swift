import FoundationEssentials
import Fuzzing
import Testing

@testable import HostImages

/// The manifest as a model.
@Suite struct PluginManifestTests {
    private static let text = """
        {"id":"org.example.curve","version":"1.2.0","needs":["store.get/1"],"max_concurrency":2,"later":[1],
         "settings":{"type":"object","properties":{"mean":{"default":60.5,"maximum":100,"secret":false,"x":null}}},
         "operations":[{"name":"curve.apply","summary":"Curves.","input":{"media_type":"application/json",
          "schema":{"type":"object"}},"output":{"media_type":"application/json","schema":true,"stream":false},
          "http":[{"method":"POST","path":"/curve"}]},{"name":"curve.explain"}]}
        """

    @Test func everyMemberIsRead() throws {
        let manifest = try PluginManifest(bytes: Array(Self.text.utf8), file: "f.so")
        #expect(manifest.id == "org.example.curve" && manifest.shortName == "curve" && manifest.version == "1.2.0")
        #expect(manifest.needs == ["store.get/1"] && manifest.maxConcurrency == 2)
        let apply = try #require(manifest.operations.first)
        #expect(apply.summary == "Curves." && apply.input?.mediaType == "application/json")
        #expect(apply.input?.schema == .object(["type": .string("object")]))
        #expect(apply.output?.schema == .boolean(true) && apply.output?.stream == false)
        #expect(apply.http == [PluginManifest.Route(method: "POST", path: "/curve")])
        #expect(manifest.operations.last?.input == nil)
        let mean: JSONValue = .object([
            "default": .number(60.5), "maximum": .integer(100), "secret": .boolean(false), "x": .null,
        ])
        #expect(
            manifest.settings
                == .object(["type": .string("object"), "properties": .object(["mean": mean])]))
    }

    @Test func modelIsWrittenAsItIsRead() throws {
        let manifest = try PluginManifest(bytes: Array(Self.text.utf8), file: "f.so")
        let written = try JSONEncoder().encode(manifest)
        #expect(try PluginManifest(bytes: Array(written), file: "f.so") == manifest)
    }

    @Test(arguments: [
        (#"{"version":"1","operations":[]}"#, "lacks \"id\" at its root"),
        (#"{"id":"a","version":"1","operations":[{"name":7}]}"#, "has a value of the wrong type at /operations/0/name"),
        (#"{"id":"a","version":"","operations":[]}"#, "has no version"),
        (
            #"{"id":"a","version":"1","operations":[{"name":"a b"}]}"#,
            "has the operation \"a b\", which is not like curve.apply"
        ),
        (
            #"{"id":"a","version":"1","operations":[{"name":"x"},{"name":"x"}]}"#, "has the operation x twice"
        ),
        ("", "is not JSON"),
        (#"{"id":"a","version":"1","operations":[],"problems":["It hides."]}"#, "is not complete: It hides"),
    ])
    func complaintNamesThePlace(manifest: String, complaint: String) {
        let text = refusal { () throws(ImageRefusal) in
            _ = try PluginManifest(bytes: Array(manifest.utf8), file: "f.so")
        }
        #expect(text.hasPrefix("f.so: refused (image.bad_manifest). Found: a manifest that \(complaint). Needed:"))
    }

    @Test func mutatedManifestsNeverCrashTheReader() {
        let seed = Array(Self.text.utf8)
        var random = SeededRandom(3)
        var (read, refused) = (0, 0)
        for _ in 0..<FuzzRounds.count(3000) {
            var bytes = seed
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                } else {
                    bytes.remove(at: place)
                }
            }
            do throws(ImageRefusal) {
                _ = try PluginManifest(bytes: bytes, file: "f.so")
                read += 1
            } catch {
                refused += 1
            }
        }
        #expect(read > 50 && refused > 50, "mutations must reach both outcomes")
    }
}
