import Glibc

/// Puts a file that has been dealt with into the folder of its kind, with a companion beside it: an answer, or why it
/// failed. Nothing that lies there is ever replaced.
struct FilePlacing: Sendable {
    struct Companion: Sendable, Equatable {
        /// What follows the file's name: `.json`.
        let ending: String
        let bytes: [UInt8]
    }

    enum Outcome: Sendable, Equatable {
        /// It lies there under this name.
        case moved(String)
        /// It has gone, or is another file now; the companion lies there.
        case gone
    }

    /// Bytes of a name that leave room for a number and for `.error.json`; file systems take 255.
    private static let longestName = 220
    /// Nobody keeps so many files of one name.
    private static let mostNames = 100_000

    let name: String
    let facts: FileFacts
    let source: String
    let target: String
    let companion: Companion?

    /// Writes the companion, then moves the file. When it throws, the file is where it was and there is no companion.
    func place() throws(FileTrouble) -> Outcome {
        // A share that is away: what is put away meanwhile would be lost under it.
        guard Self.exists(source) else { throw FileTrouble("\(source) is not there", code: ENOENT) }
        try FileWriting.makeFolder(target)
        for number in 1...Self.mostNames {
            let free = Self.numbered(name, number)
            guard !Self.exists(target + "/" + free) else { continue }
            if let companion {
                let name = free + companion.ending
                guard try FileWriting.write(companion.bytes, to: name, in: target) else { continue }
            }
            do throws(FileTrouble) {
                guard FileFacts.of(source + "/" + name) == facts else { return .gone }
                if try move(to: free) {
                    FileWriting.settleNames(in: target)
                    return .moved(free)
                }
            } catch {
                if error.code == ENOENT { return .gone }
                withdraw(free)
                throw error
            }
            withdraw(free)
        }
        throw FileTrouble("\(target) has too many files named \(name)", code: EEXIST)
    }

    private func withdraw(_ name: String) {
        if let companion { unlink(target + "/" + name + companion.ending) }
    }

    private func move(to free: String) throws(FileTrouble) -> Bool {
        let path = source + "/" + name
        do throws(FileTrouble) {
            return try FileWriting.rename(path, to: target + "/" + free)
        } catch  where error.code == EXDEV {
            let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
            guard file >= 0 else { throw FileTrouble("\(path) cannot be opened") }
            defer { close(file) }
            guard try FileWriting.copy(file, to: free, in: target) else { return false }
            guard unlink(path) == 0 else {
                let trouble = FileTrouble("\(path) cannot be removed")
                unlink(target + "/" + free)
                throw trouble
            }
            return true
        }
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// `scan.pdf`, `scan-2.pdf`, `scan-3.pdf`; a long name is cut so that a companion's ending fits behind it.
    static func numbered(_ name: String, _ number: Int) -> String {
        let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) ?? name.endIndex
        let parts = dot == name.startIndex ? (name, "") : (String(name[..<dot]), String(name[dot...]))
        var (stem, ending) = parts
        while ending.utf8.count > 30 { ending.removeLast() }
        while stem.utf8.count + ending.utf8.count > longestName { stem.removeLast() }
        return number > 1 ? "\(stem)-\(number)\(ending)" : stem + ending
    }
}
