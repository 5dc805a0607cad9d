import Glibc

/// Whether others than the owner could put code into a file, directly or by putting another in its place.
enum FileExposure {
    static func find(_ file: ImageFile) -> ImageFacts.Exposure? {
        if file.mode & 0o022 != 0 {
            return ImageFacts.Exposure(part: "a file", path: file.path, mode: file.mode)
        }
        // Where a link is named, both its folder and the one that it leads to count.
        var folders = [folder(of: file.path)]
        if let resolved = realpath(file.path, nil) {
            folders.append(folder(of: String(cString: resolved)))
            free(resolved)
        }
        for path in folders {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            // In a sticky folder only the owner may rename or remove a file.
            let isSticky = status.st_mode & S_ISVTX != 0
            if status.st_mode & 0o022 != 0, !isSticky {
                return ImageFacts.Exposure(part: "a folder", path: path, mode: status.st_mode & 0o7777)
            }
        }
        return nil
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
