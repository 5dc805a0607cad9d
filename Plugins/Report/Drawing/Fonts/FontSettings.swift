/// Which faces reports are set in. Nothing else on the machine is looked at: neither its fonts nor its configuration.
public struct FontSettings: Sendable, Hashable {
    /// Faces that must be there.
    public var required: [RequiredFace]
    /// More font files: a school's own. TrueType or OpenType.
    public var files: [String]
    /// Folders whose font files are taken, not those in folders below.
    public var folders: [String]
    /// A folder that may be written, where the scan of the required fonts is kept. Nil: the machine's own,
    /// `/var/cache/fontconfig`, which Debian fills when it installs fonts.
    public var cacheFolder: String?
    /// Larger files are refused; Noto Sans CJK has 19 MiB.
    public var maximumFileBytes: Int
    /// Files beyond the required ones.
    public var maximumFiles: Int

    public init(
        required: [RequiredFace] = RequiredFace.debian, files: [String] = [], folders: [String] = [],
        cacheFolder: String? = nil, maximumFileBytes: Int = 32 << 20, maximumFiles: Int = 64
    ) {
        self.required = required
        self.files = files
        self.folders = folders
        self.cacheFolder = cacheFolder
        self.maximumFileBytes = maximumFileBytes
        self.maximumFiles = maximumFiles
    }
}

/// A face without which no report looks right.
public struct RequiredFace: Sendable, Hashable {
    public var family: String
    /// 100...900.
    public var weight: Int
    /// The file's absolute path.
    public var file: String
    /// What to install when it is missing.
    public var package: String

    public init(family: String, weight: Int, file: String, package: String) {
        self.family = family
        self.weight = weight
        self.file = file
        self.package = package
    }

    /// Korean and Latin of Noto Sans CJK; symbols, Arabic and emoji of DejaVu Sans; where Debian puts them.
    public static let debian = [
        noto("Regular", 400), noto("Bold", 700), dejaVu("", 400), dejaVu("-Bold", 700),
    ]

    private static func noto(_ style: String, _ weight: Int) -> RequiredFace {
        RequiredFace(
            family: "Noto Sans CJK KR", weight: weight,
            file: "/usr/share/fonts/opentype/noto/NotoSansCJK-\(style).ttc", package: "fonts-noto-cjk")
    }

    private static func dejaVu(_ style: String, _ weight: Int) -> RequiredFace {
        RequiredFace(
            family: "DejaVu Sans", weight: weight, file: "/usr/share/fonts/truetype/dejavu/DejaVuSans\(style).ttf",
            package: "fonts-dejavu-core")
    }
}
