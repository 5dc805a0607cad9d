import Glibc

/// Where the program is.
enum ExecutableSearch {
    /// The program itself first: what Debian puts on PATH is a script, which would be one more process to watch.
    static let usual = [
        "/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium-headless-shell",
        "/usr/local/bin/chromium-headless-shell",
    ]

    static func find(_ asked: String?, among usual: [String] = usual) throws(BrowserError) -> String {
        if let asked {
            guard access(asked, X_OK) == 0 else {
                throw BrowserError(
                    .missing,
                    """
                    the browser \(asked) cannot be run (\(String(cString: strerror(errno)))): install the Debian \
                    package chromium-headless-shell, or correct the path
                    """)
            }
            return asked
        }
        guard let found = usual.first(where: { access($0, X_OK) == 0 }) else {
            throw BrowserError(
                .missing,
                """
                no browser is installed, and a template in HTML needs one: install the Debian package \
                chromium-headless-shell, or name another in the settings
                """)
        }
        return found
    }
}
