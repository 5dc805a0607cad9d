/// The program's arguments and environment.
enum CommandLine {
    /// - Parameters:
    ///   - folder: The browser's own.
    ///   - hasSharedMemory: Whether `/dev/shm` has room for pictures.
    static func arguments(
        _ executable: String, folder: String, sandbox: SandboxChoice, hasSharedMemory: Bool
    ) -> [String] {
        var arguments = [executable, "--remote-debugging-pipe", "--user-data-dir=\(folder)/data"]
        // No request leaves: each goes to a proxy, loopback too, and neither the proxy's name nor any other resolves.
        arguments += [
            "--proxy-server=http://proxy.invalid:9", "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--disable-domain-reliability",
            "--disable-component-update", "--disable-sync", "--no-pings", "--disable-quic",
        ]
        // The same picture everywhere.
        arguments += [
            "--hide-scrollbars", "--force-color-profile=srgb", "--font-render-hinting=none", "--disable-lcd-text",
            "--lang=en-US",
        ]
        // Nothing that a picture does not need.
        arguments += [
            "--disable-gpu", "--disable-3d-apis", "--disable-software-rasterizer", "--mute-audio",
            "--disable-extensions", "--disable-default-apps", "--disable-notifications", "--disable-speech-api",
            "--disable-breakpad", "--disable-crash-reporter", "--no-first-run", "--no-default-browser-check",
            "--disk-cache-size=1", "--js-flags=--jitless",
        ]
        if !hasSharedMemory { arguments.append("--disable-dev-shm-usage") }
        if case .off = sandbox { arguments.append("--no-sandbox") }
        return arguments
    }

    /// All that the program gets: nothing of this process's own environment.
    static func environment(folder: String, fontConfiguration: String?) -> [String] {
        var variables = [
            "HOME=\(folder)", "TMPDIR=\(folder)", "XDG_CONFIG_HOME=\(folder)", "XDG_CACHE_HOME=\(folder)",
            "XDG_DATA_HOME=\(folder)", "XDG_RUNTIME_DIR=\(folder)", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC",
            // No desktop: it would ask for one otherwise.
            "DBUS_SESSION_BUS_ADDRESS=unix:path=/dev/null", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/dev/null",
        ]
        if let fontConfiguration { variables.append("FONTCONFIG_FILE=\(fontConfiguration)") }
        return variables
    }
}
