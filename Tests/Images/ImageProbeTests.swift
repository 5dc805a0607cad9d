import Glibc
import Testing

@testable import HostImages

/// Loading in a child: what a plugin does there is told, and costs the host nothing.
@Suite struct ImageProbeTests {
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
    }

    @Test func verdictOnAGoodPlugin() throws {
        let verdict = try probe(try workshop.goodPlugin())
        #expect(verdict.id == "org.example.good" && verdict.version == "1.2.0")
        #expect(verdict.manifest.operations.map(\.name) == ["good.run"])
        #expect(verdict.manifest.operations.first?.http?.first?.path == "/good")
        #expect(verdict.manifest.operations.first?.output?.stream == true)
        #expect(verdict.manifest.maxConcurrency == 3)
        #expect(verdict.manifestBytes.starts(with: Array(#"{"id":"org.example.good""#.utf8)))
        #expect(verdict.complaints.isEmpty)
    }

    @Test func settingsAreJudgedInTheChild() throws {
        let big = Array(("{\"text\":\"" + String(repeating: "x", count: 300_000) + "\"}").utf8)
        let settings = [Array(#"{"mode":"fine"}"#.utf8), Array(#"{"mode":"bad"}"#.utf8), big]
        let complaints = try probe(try workshop.goodPlugin(), settings: settings).complaints
        #expect(complaints == [nil, SettingsComplaint(code: "settings.bad", message: "/mode must not be bad"), nil])
    }

    @Test func complaintIsSplitIntoPlacesAndSentences() {
        let complaint = SettingsComplaint(
            code: "settings.invalid",
            message: "/mean: found 200: needs 0 to 100\n/a b/0: is \u{1B}[31mred\n/odd\nplain: text")
        #expect(
            complaint.problems == [
                .init(pointer: "/mean", message: "found 200: needs 0 to 100"),
                .init(pointer: "/a b/0", message: "is  [31mred"),
                .init(pointer: nil, message: "/odd"), .init(pointer: nil, message: "plain: text"),
            ])
        #expect(SettingsComplaint(code: "x", message: "").problems.map(\.message) == ["no reason is given"])
    }

    @Test func forgedReportIsNotBelieved() throws {
        let forges = """
            __attribute__((constructor)) static void forges(void) { (void)!write(3, "{}\\n", 3); }

            """
        expect(
            try workshop.compile(Workshop.plugin + forges + Workshop.entry),
            """
            PLUGINS/libGood.so: refused (image.not_probed). \
            Found: a check that could not be made: the child's report cannot be read. \
            Needed: a child process that loads the plugin first. Do: look at the host's limits, then try again.
            """)
    }

    @Test func noiseOfThePluginDoesNotMatter() throws {
        let noise = """
            __attribute__((constructor)) static void loud(void) {
                for (int i = 0; i < 100000; i++) { puts("{\\"plugin\\":null}"); fputs("noise\\n", stderr); }
                fflush(stdout); close(0); close(1); close(2);
            }

            """
        #expect(try probe(try workshop.compile(Workshop.plugin + noise + Workshop.entry)).id == "org.example.good")
    }

    @Test func signalsAreDefaultAndUnblockedInTheChild() throws {
        let check = """
            #include <signal.h>
            __attribute__((constructor)) static void check(void) {
                sigset_t set; struct sigaction action;
                sigprocmask(SIG_BLOCK, 0, &set);
                for (int s = 1; s < 32; s++) {
                    sigaction(s, 0, &action);
                    if (sigismember(&set, s) || (s != SIGKILL && s != SIGSTOP && action.sa_handler == SIG_IGN)) abort();
                }
            }

            """
        var blocked = sigset_t()
        var before = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        #expect(try probe(try workshop.compile(Workshop.plugin + check + Workshop.entry)).id == "org.example.good")
    }

    @Test func abortingConstructor() throws {
        let dies = """
            __attribute__((constructor)) static void dies(void) { fputs("first\\nno licence\\n", stderr); abort(); }

            """
        expect(
            try workshop.compile(Workshop.plugin + dies + Workshop.entry),
            """
            PLUGINS/libGood.so: refused (image.died). \
            Found: code that dies while it is loaded or checked (SIGABRT); its last words: "first | no licence". \
            Needed: a plugin that loads, and an entry without side effects. \
            Do: mend the plugin's constructors, entry or validate function.
            """)
    }

    @Test func constructorThatEndsTheProcess() throws {
        let leaves = "__attribute__((constructor)) static void leaves(void) { exit(0); }\n"
        expect(
            try workshop.compile(Workshop.plugin + leaves + Workshop.entry),
            """
            PLUGINS/libGood.so: refused (image.exited). \
            Found: code that ends the process (exit status 0) while it is loaded or checked. \
            Needed: a plugin that loads, and an entry without side effects. \
            Do: mend the plugin's constructors, entry or validate function.
            """)
    }

    @Test func constructorThatHangs() throws {
        let hangs = "__attribute__((constructor)) static void hangs(void) { for (;;) pause(); }\n"
        let path = try workshop.compile(Workshop.plugin + hangs + Workshop.entry)
        let staged = try workshop.store.stage(path)
        let impatient = workshop.probe(timeout: .seconds(1))
        let text = refusal { () throws(ImageRefusal) in _ = try impatient.verdict(on: staged) }
        #expect(
            text.replacing(workshop.folder, with: "PLUGINS")
                == """
                PLUGINS/libGood.so: refused (image.timeout). Found: no end of loading and checking within 1 s. \
                Needed: constructors, an entry and a validate function that return at once. \
                Do: move slow work into the plugin's start function.
                """)
    }

    @Test func entryThatReturnsNull() throws {
        let entry = """
            PROCTOR_DEFINE_NOTE(PROCTOR_LANGUAGE_C);
            const proctor_plugin *proctor_plugin_entry(void) { return 0; }
            """
        expect(
            try workshop.compile(Workshop.plugin + entry),
            """
            PLUGINS/libGood.so: refused (image.no_table). Found: an entry that returns null. \
            Needed: an entry that returns the plugin's table. Do: return the address of a static table.
            """)
    }

    @Test(arguments: [
        ("#define MAGIC 7\n", "with the magic number 0x7"),
        ("#define SIZE 40\n", "of 40 bytes, which ends before its functions do"),
        ("#define DESTROY 0\n", "without the function destroy"),
    ])
    func badTable(definition: String, complaint: String) throws {
        expect(
            try workshop.compile(definition + Workshop.plugin + Workshop.entry),
            """
            PLUGINS/libGood.so: refused (image.bad_table). Found: a table \(complaint). \
            Needed: a table as proctor_plugin.h describes it. Do: correct the table and build the plugin again.
            """)
    }

    @Test func tableThatChangesBetweenCalls() throws {
        let entry = """
            PROCTOR_DEFINE_NOTE(PROCTOR_LANGUAGE_C);
            const proctor_plugin *proctor_plugin_entry(void) {
                proctor_plugin *copy = malloc(sizeof table);
                memcpy(copy, &table, sizeof table);
                return copy;
            }
            """
        expect(
            try workshop.compile(Workshop.plugin + entry),
            """
            PLUGINS/libGood.so: refused (image.bad_table). \
            Found: a table that is another one at the second call of the entry. \
            Needed: a table as proctor_plugin.h describes it. Do: correct the table and build the plugin again.
            """)
    }

    @Test(arguments: [
        ("nonsense", "is not JSON"),
        (#"{\"id\":\"org.example.good\",\"version\":\"1.2.0\"}"#, "lacks \"operations\" at its root"),
        (
            #"{\"id\":\"org.example.good\",\"version\":\"9\",\"operations\":[]}"#,
            "speaks of org.example.good 9, and the table of org.example.good 1.2.0"
        ),
        (
            #"{\"id\":\"org.example.good\",\"version\":\"1.2.0\",\"operations\":[],\"problems\":[\"Score hides its shape\"]}"#,
            "is not complete: Score hides its shape"
        ),
    ])
    func badManifest(manifest: String, complaint: String) throws {
        expect(
            try workshop.compile("#define MANIFEST \"\(manifest)\"\n" + Workshop.plugin + Workshop.entry),
            """
            PLUGINS/libGood.so: refused (image.bad_manifest). Found: a manifest that \(complaint). \
            Needed: a manifest as docs/abi.md describes it. Do: correct the plugin's manifest and build it again.
            """)
    }

    @Test func packedManifestThatIsNotTheTables() throws {
        let path = try workshop.goodPlugin()
        let manifest = Array(#"{"id":"org.example.good","version":"1.2.0","operations":[]}"#.utf8)
        try workshop.write(manifest, to: "\(workshop.folder)/manifest")
        try Workshop.run("objcopy", ["--add-section", ".proctor.manifest=\(workshop.folder)/manifest", path])
        expect(
            path,
            """
            PLUGINS/libGood.so: refused (image.manifest_differs). \
            Found: a packed manifest (section .proctor.manifest) that is not the one in the plugin's table. \
            Needed: two equal manifests: the packed one is made from the table. \
            Do: pack it again: proctor plugin pack PLUGINS/libGood.so.
            """)
    }

    @Test func missingLibraryIsNamed() throws {
        _ = try workshop.compile(
            "int helper(void) { return 1; }", name: "libhelper.so", flags: ["-Wl,-soname,libhelper.so"])
        let path = try workshop.compile(
            Workshop.plugin + Workshop.entry, flags: ["-L\(workshop.folder)", "-lhelper", "-Wl,-rpath,$ORIGIN"])
        expect(
            path,
            """
            PLUGINS/libGood.so: refused (image.missing_library). \
            Found: a need for libhelper.so, which lies beside the plugin. \
            Needed: libraries where the system's loader finds them: a plugin is loaded from a private copy. \
            Do: link libhelper.so statically into the plugin, or install it.
            """)
        #expect(unlink("\(workshop.folder)/libhelper.so") == 0)
        expect(
            path,
            """
            PLUGINS/libGood.so: refused (image.missing_library). Found: a need for libhelper.so, which is not found. \
            Needed: libraries where the system's loader finds them: a plugin is loaded from a private copy. \
            Do: install the package with libhelper.so.
            """)
    }

    @Test func missingSymbolIsToldInTheLoadersWords() throws {
        let path = try workshop.compile(
            Workshop.plugin + Workshop.entry + "extern int absent(void); int call(void) { return absent(); }")
        expect(
            path,
            """
            PLUGINS/libGood.so: refused (image.load_failed). \
            Found: the loader's complaint: PLUGINS/libGood.so: undefined symbol: absent. \
            Needed: a shared object whose symbols are all there. \
            Do: link the plugin against all that it uses, and build it again.
            """)
    }

    @Test func programThatIsNotThereIsAReason() throws {
        let staged = try workshop.store.stage(try workshop.goodPlugin())
        let probe = ImageProbe(executable: "/nonexistent/proctor", environment: [:])
        #expect(
            refusal { () throws(ImageRefusal) in _ = try probe.verdict(on: staged) }.contains(
                "refused (image.not_probed). Found: a check that could not be made: /nonexistent/proctor: No such file")
        )
    }

    @Test func goodVerdictIsKeptByContentSettingsAndEnvironment() throws {
        let staged = try workshop.store.stage(try workshop.goodPlugin())
        let (fine, bad) = (Array(#"{"mode":"fine"}"#.utf8), Array(#"{"mode":"bad"}"#.utf8))
        let first = try workshop.probe(["A": "1"], cached: true).verdict(on: staged, settings: [fine, bad])
        #expect(first.complaints[0] == nil && first.complaints[1] != nil)

        // A program that fails: what succeeds now was known.
        func blind(_ environment: [String: String]) -> ImageProbe {
            ImageProbe(
                executable: "/bin/false", environment: environment, cacheDirectory: "\(workshop.folder)/probes")
        }
        let known = try blind(["A": "1"]).verdict(on: staged, settings: [fine])
        #expect(known.id == first.id && known.manifestBytes == first.manifestBytes && known.complaints == [nil])
        #expect(try blind(["A": "2"]).verdict(on: staged).id == first.id)
        #expect(throws: ImageRefusal.self) { try blind(["A": "1"]).verdict(on: staged, settings: [bad]) }
        #expect(throws: ImageRefusal.self) { try blind(["A": "2"]).verdict(on: staged, settings: [fine]) }
        let other = try workshop.store.stage(try workshop.compile(Workshop.plugin + Workshop.entry, flags: ["-g"]))
        #expect(throws: ImageRefusal.self) { try blind(["A": "1"]).verdict(on: other) }
    }

    private func probe(_ path: String, settings: [[UInt8]] = []) throws -> ProbeVerdict {
        try workshop.probe().verdict(on: try workshop.store.stage(path), settings: settings)
    }

    private func expect(_ path: String, _ text: String, location: SourceLocation = #_sourceLocation) {
        let told = refusal { () throws(ImageRefusal) in
            _ = try workshop.probe().verdict(on: try workshop.store.stage(path))
        }
        #expect(told.replacing(workshop.folder, with: "PLUGINS") == text, sourceLocation: location)
    }
}
