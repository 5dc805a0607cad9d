/// Looks at a file without running any of its code.
public enum ImageInspector {
    /// The facts of a file, which need not be executable nor of this machine. Blocks while it reads; any thread.
    /// - Throws: when there is no such file, or it is no whole 64-bit little-endian ELF file.
    public static func facts(_ path: String) throws(ImageRefusal) -> ImageFacts {
        try ImageFacts(of: ImageFile(path: path))
    }
}
