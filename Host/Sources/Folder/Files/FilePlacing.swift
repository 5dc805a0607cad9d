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
    static let mostNames = 100_000

    let name: String
    let facts: FileFacts
    let source: String
    let target: String
    let companion: Companion?

    /// Writes the companion, then moves the file. When it throws, there is no companion, and the file is where it was, or
    /// lies aside until its folder is listed or it is placed again.
    func place() throws(FileTrouble) -> Outcome {
        // A share that is away: what is put away meanwhile would be lost under it.
        guard Self.exists(source) else { throw FileTrouble("\(source) is not there", code: ENOENT) }
        try FileAside.returnAll(to: source)
        try FileWriting.makeFolder(target)
        for number in 1...Self.mostNames {
            let free = Self.numbered(name, number)
            guard !Self.exists(target + "/" + free) else { continue }
            if let companion {
                let name = free + companion.ending
                guard try FileWriting.write(companion.bytes, to: name, in: target) else { continue }
            }
            do throws(FileTrouble) {
                switch try move(to: free) {
                case .moved:
                    FileWriting.settleNames(in: target)
                    return .moved(free)
                case .changed: return .gone
                case .nameTaken: withdraw(free)
                }
            } catch {
                withdraw(free)
                throw error
            }
        }
        throw FileTrouble("\(target) has too many files named \(name)", code: EEXIST)
    }

    private func withdraw(_ name: String) {
        if let companion { unlink(target + "/" + name + companion.ending) }
    }

    private func move(to free: String) throws(FileTrouble) -> FileAside.Move {
        guard let aside = try FileAside.take(name, facts: facts, of: source) else { return .changed }
        let move: FileAside.Move
        do throws(FileTrouble) {
            move = try aside.move(to: free, in: target)
        } catch {
            try aside.putBack()
            throw error
        }
        if move != .moved { try aside.putBack() }
        return move
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
