/// Refusals of what lies at a path, before its bytes are understood.
extension ImageRefusal {
    static func notFound(_ file: String) -> Self {
        Self(
            code: "image.not_found", file: file, found: "no such file", needed: "a plugin's shared object",
            remedy: "check the path, or build the plugin")
    }

    static func notRegular(_ file: String, found: String) -> Self {
        Self(
            code: "image.not_a_file", file: file, found: found, needed: "a regular file, the plugin's shared object",
            remedy: "name the .so itself")
    }

    static func unreadable(_ file: String, reason: String) -> Self {
        Self(
            code: "image.unreadable", file: file, found: reason, needed: "a file that the host may read",
            remedy: "give the host's user the right to read it")
    }

    static func tooLarge(_ file: String, size: Int64) -> Self {
        Self(
            code: "image.too_large", file: file, found: "\(size) bytes", needed: "at most \(ImageFile.sizeLimit) bytes",
            remedy: "check that this is the plugin; strip its debug information")
    }

    static func beingWritten(_ file: String) -> Self {
        Self(
            code: "image.being_written", file: file, found: "a file that changes while it is read",
            needed: "a file at rest", remedy: "copy it under another name and rename it into place, then reload")
    }

    static func writableByOthers(_ file: String, part: String, path: String, mode: UInt32) -> Self {
        let bits = String(mode & 0o7777, radix: 8)
        return Self(
            code: "image.writable_by_others", file: file,
            found: "\(part) that its group or everybody may write (mode \(bits))",
            needed: "a file and a folder that only their owner may write: who can write them can run code in the host",
            remedy: "chmod go-w \(path)")
    }

    static func notStored(_ file: String, reason: String) -> Self {
        Self(
            code: "image.not_stored", file: file, found: reason,
            needed: "room for a private copy in the host's state folder",
            remedy: "check space and permissions of the folder named by state: in plugins.yaml")
    }
}
