/// The configuration that fontconfig reads: the folders of the required faces, of which only their files count.
///
/// Folders and not files, since fontconfig keeps scans by folder: with a scan at hand this takes under a millisecond,
/// without one some 170 ms.
enum FontConfiguration {
    /// Other faces of Noto's collections, which have the same glyphs: a Korean report must not come out in Japanese
    /// forms because a fallback took one of them.
    private static let siblings =
        ["JP", "SC", "TC", "HK"].map { "Noto Sans CJK \($0)" }
        + ["JP", "KR", "SC", "TC", "HK"].map { "Noto Sans Mono CJK \($0)" }

    static func xml(_ settings: FontSettings) -> String {
        let files = settings.required.map(\.file)
        var folders: [String] = []
        for file in files {
            let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
            if !folders.contains(folder) { folders.append(folder) }
        }
        let caches = (settings.cacheFolder.map { [$0] } ?? []) + ["/var/cache/fontconfig"]
        return """
            <?xml version="1.0"?>
            <fontconfig>
            \(folders.map { "<dir>\(escaped($0))</dir>" }.joined(separator: "\n"))
            \(caches.map { "<cachedir>\(escaped($0))</cachedir>" }.joined(separator: "\n"))
            <selectfont>
            <acceptfont>
            \((files + settings.files).map { "<glob>\(escaped($0))</glob>" }.joined(separator: "\n"))
            </acceptfont>
            <rejectfont>
            <glob>*</glob>
            \(siblings.map(pattern).joined(separator: "\n"))
            </rejectfont>
            </selectfont>
            \(synthetic)
            </fontconfig>
            """
    }

    private static func pattern(_ family: String) -> String {
        "<pattern><patelt name=\"family\"><string>\(family)</string></patelt></pattern>"
    }

    /// Slanted and bold letters of faces that have none, as browsers make them.
    private static let synthetic = """
        <match target="font">
        <test name="slant"><const>roman</const></test>
        <test target="pattern" name="slant" compare="not_eq"><const>roman</const></test>
        <edit name="matrix" mode="assign"><times><name>matrix</name>
        <matrix><double>1</double><double>0.2</double><double>0</double><double>1</double></matrix></times></edit>
        <edit name="slant" mode="assign"><const>oblique</const></edit>
        </match>
        <match target="font">
        <test name="weight" compare="less_eq"><const>medium</const></test>
        <test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
        <edit name="embolden" mode="assign"><bool>true</bool></edit>
        <edit name="weight" mode="assign"><const>bold</const></edit>
        </match>
        """

    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
