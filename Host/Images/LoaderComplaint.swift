import Glibc

/// What `dlerror` says, which is for programmers, made into a refusal for an operator.
struct LoaderComplaint {
    let words: String

    init(_ words: String) {
        self.words = words
    }

    func refusal(of file: String, copy: String) -> ImageRefusal {
        if let library = missingLibrary, library != copy {
            let beside = file.split(separator: "/").dropLast().joined(separator: "/") + "/" + library
            let liesBeside = access(file.hasPrefix("/") ? "/" + beside : beside, F_OK) == 0
            return .missingLibrary(file, library: library, liesBeside: liesBeside)
        }
        return .loadFailed(file, reason: words.replacing(copy, with: file))
    }

    /// glibc writes `libfoo.so.1: cannot open shared object file: No such file or directory`.
    private var missingLibrary: String? {
        guard let range = words.firstRange(of: ": cannot open shared object file") else { return nil }
        return String(words[..<range.lowerBound])
    }
}
