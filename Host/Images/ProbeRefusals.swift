/// Refusals found by loading a file in a child process, or in the host after that went well.
extension ImageRefusal {
    static func died(_ file: String, signal: Int32, lastWords: String) -> Self {
        Self(
            code: "image.died", file: file,
            found: "code that dies while it is loaded or checked (\(SignalName.of(signal)))\(said(lastWords))",
            needed: "a plugin that loads, and an entry without side effects",
            remedy: "mend the plugin's constructors, entry or validate function")
    }

    static func exited(_ file: String, status: Int32, lastWords: String) -> Self {
        Self(
            code: "image.exited", file: file,
            found: "code that ends the process (exit status \(status)) while it is loaded or checked"
                + said(lastWords),
            needed: "a plugin that loads, and an entry without side effects",
            remedy: "mend the plugin's constructors, entry or validate function")
    }

    static func timeout(_ file: String, after limit: Duration, lastWords: String) -> Self {
        Self(
            code: "image.timeout", file: file,
            found: "no end of loading and checking within \(limit.components.seconds) s\(said(lastWords))",
            needed: "constructors, an entry and a validate function that return at once",
            remedy: "move slow work into the plugin's start function")
    }

    static func missingLibrary(_ file: String, library: String, liesBeside: Bool) -> Self {
        Self(
            code: "image.missing_library", file: file,
            found: liesBeside
                ? "a need for \(library), which lies beside the plugin" : "a need for \(library), which is not found",
            needed: "libraries where the system's loader finds them: a plugin is loaded from a private copy",
            remedy: liesBeside
                ? "link \(library) statically into the plugin, or install it" : "install the package with \(library)")
    }

    static func loadFailed(_ file: String, reason: String) -> Self {
        Self(
            code: "image.load_failed", file: file, found: "the loader's complaint: \(reason)",
            needed: "a shared object whose symbols are all there",
            remedy: "link the plugin against all that it uses, and build it again")
    }

    static func noTable(_ file: String) -> Self {
        Self(
            code: "image.no_table", file: file, found: "an entry that returns null",
            needed: "an entry that returns the plugin's table", remedy: "return the address of a static table")
    }

    static func badTable(_ file: String, reason: String) -> Self {
        Self(
            code: "image.bad_table", file: file, found: "a table \(reason)",
            needed: "a table as proctor_plugin.h describes it", remedy: "correct the table and build the plugin again")
    }

    static func notProbed(_ file: String, reason: String) -> Self {
        Self(
            code: "image.not_probed", file: file, found: "a check that could not be made: \(reason)",
            needed: "a child process that loads the plugin first", remedy: "look at the host's limits, then try again")
    }

    private static func said(_ lastWords: String) -> String {
        lastWords.isEmpty ? "" : "; its last words: \"\(lastWords)\""
    }
}
