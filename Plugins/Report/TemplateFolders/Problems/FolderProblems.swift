// What can be wrong with a folder before anything in it is understood.

extension TemplateProblem {
    static func templateName(_ name: String) -> TemplateProblem {
        TemplateProblem(
            code: "folder.name",
            message: "a template's folder is named with a-z, 0-9 and hyphens, at most 64 of them; rename it",
            file: printable(name))
    }

    static func fileName(_ file: String) -> TemplateProblem {
        TemplateProblem(
            code: "folder.file_name",
            message:
                "files are named with letters, digits, -, _ and . and lie at most one folder deep; rename or move it",
            file: printable(file))
    }

    static func fileSize(_ file: String, _ limits: FolderLimits) -> TemplateProblem {
        TemplateProblem(
            code: "folder.file_size",
            message: "is larger than \(limits.fileBytes >> 20) MiB; make it smaller", file: file)
    }

    static func fileCount(_ name: String, _ limits: FolderLimits) -> TemplateProblem {
        TemplateProblem(
            code: "folder.file_count", message: "holds more than \(limits.files) files; remove what is not used",
            file: name)
    }

    static func folderSize(_ name: String, _ limits: FolderLimits) -> TemplateProblem {
        TemplateProblem(
            code: "folder.size",
            message: "holds more than \(limits.folderBytes >> 20) MiB; make its pictures smaller", file: name)
    }

    static func folderCount(_ shelf: String, _ limits: FolderLimits) -> TemplateProblem {
        TemplateProblem(
            code: "shelf.count", message: "holds more than \(limits.folders) template folders; move some away",
            file: shelf)
    }

    static func symbolicLink(_ file: String) -> TemplateProblem {
        TemplateProblem(
            code: "folder.link", message: "is a symbolic link; put the file itself into the folder", file: file)
    }

    static func notAFile(_ file: String) -> TemplateProblem {
        TemplateProblem(code: "folder.kind", message: "is neither a file nor a folder; remove it", file: file)
    }

    static func unreadable(_ file: String, _ reason: String) -> TemplateProblem {
        TemplateProblem(code: "folder.unreadable", message: "cannot be read: \(reason)", file: file)
    }

    /// The rule of plugins' files: who can write a template decides what is printed in a school's name.
    static func writableByOthers(_ file: String, part: String, path: String, mode: UInt32) -> TemplateProblem {
        TemplateProblem(
            code: "folder.writable_by_others",
            message: "is \(part) that its group or everybody may write (mode \(String(mode & 0o7777, radix: 8))); "
                + "run: chmod go-w \(path)",
            file: file)
    }

    static func changing(_ name: String) -> TemplateProblem {
        TemplateProblem(
            code: "folder.changing", message: "was changed while it was read; it is read again in a moment", file: name)
    }

    /// A name from outside may hold anything; what is shown of it cannot break a line or a terminal.
    private static func printable(_ name: String) -> String {
        String(name.unicodeScalars.prefix(120).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) })
    }
}
