import Glibc

/// Reads an operator's folder of prompts.
struct PromptFolder {
    private static let mostFiles = 256

    private let path: String

    init(_ path: String) { self.path = path }

    /// The files, and what is wrong with the folder or single ones.
    func read() -> (files: [PromptFile], problems: [PromptProblem]) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return ([], [problem(nil, "cannot be read: \(Self.reason())")]) }
        defer { close(folder) }
        var problems: [PromptProblem] = []
        if let mode = Self.exposedMode(folder) { problems.append(writable(nil, "a folder", mode)) }
        guard let names = names(folder) else {
            return ([], problems + [problem(nil, "cannot be read: \(Self.reason())")])
        }
        guard names.count <= Self.mostFiles else {
            return ([], problems + [problem(nil, "holds more than \(Self.mostFiles) files; move some away")])
        }
        var files: [PromptFile] = []
        for name in names {
            switch file(name, folder) {
            case .success(let file): files.append(file)
            case .failure(let problem): problems.append(problem)
            }
        }
        return (files, problems)
    }

    private func file(_ name: String, _ folder: Int32) -> Result<PromptFile, PromptProblem> {
        // Without waiting: a pipe that was put in the file's place must not hold the reader.
        let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let isLink = errno == ELOOP
            return .failure(
                problem(
                    name, isLink ? "is a symbolic link; put the file itself here" : "cannot be read: \(Self.reason())"))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .failure(problem(name, "is no file; take it away"))
        }
        if let mode = Self.exposedMode(descriptor) { return .failure(writable(name, "a file", mode)) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: PromptFile.mostBytes)
        while bytes.count <= PromptFile.mostBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .failure(problem(name, "cannot be read: \(Self.reason())")) }
            bytes += chunk[..<count]
        }
        return .success(PromptFile(name: name, bytes: bytes, folder: path))
    }

    /// Sorted. What editors leave lying about, and notes for people, are no prompts. Nil: `errno` says why not.
    private func names(_ folder: Int32) -> [String]? {
        let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return nil }
        guard let stream = fdopendir(copy) else {
            close(copy)
            return nil
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream), names.count <= Self.mostFiles {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let isIgnored =
                name.hasPrefix(".") || [".md", "~", ".bak", ".orig", ".tmp"].contains { name.hasSuffix($0) }
            if !isIgnored { names.append(name) }
        }
        return names.sorted()
    }

    /// Who can write a prompt decides what is said in a school's name: its group and others may not.
    private static func exposedMode(_ descriptor: Int32) -> UInt32? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & 0o022 != 0 else { return nil }
        return UInt32(status.st_mode) & 0o7777
    }

    private func writable(_ name: String?, _ what: String, _ mode: UInt32) -> PromptProblem {
        let place = name.map { "\(path)/\($0)" } ?? path
        return problem(
            name,
            "is \(what) that its group or everybody may write (mode \(String(mode, radix: 8))); run: chmod go-w \(place)"
        )
    }

    private func problem(_ name: String?, _ message: String) -> PromptProblem {
        PromptProblem(.error, "file", name.map { "\(path)/\($0)" } ?? path, 1, 1, message)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
