import Glibc

/// Search in UTF-8: a text is found in another exactly where its bytes are.
enum ByteSearch {
    /// Knuth, Morris and Pratt: the time grows with both lengths added, never multiplied.
    static func first(_ wanted: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
        guard start + wanted.count <= bytes.count else { return nil }
        guard let head = wanted.first else { return start }
        let borders = wanted.count > 1 ? Self.borders(wanted) : [0]
        return bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var (at, matched) = (start, 0)
            while at < bytes.count {
                if matched == 0 {
                    guard let found = memchr(base + at, Int32(head), bytes.count - at) else { return nil }
                    at = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                }
                while matched > 0, bytes[at] != wanted[matched] { matched = borders[matched - 1] }
                if bytes[at] == wanted[matched] { matched += 1 }
                at += 1
                if matched == wanted.count { return at - matched }
            }
            return nil
        }
    }

    /// For each beginning of a text, how long its longest proper beginning is that is its end too.
    private static func borders(_ text: [UInt8]) -> [Int] {
        var (borders, length) = (Array(repeating: 0, count: text.count), 0)
        for at in 1..<text.count {
            while length > 0, text[at] != text[length] { length = borders[length - 1] }
            if text[at] == text[length] { length += 1 }
            borders[at] = length
        }
        return borders
    }

    /// The last place: the first, read backwards.
    static func last(_ wanted: [UInt8], in bytes: [UInt8]) -> Int? {
        first(wanted.reversed(), in: bytes.reversed()).map { bytes.count - $0 - wanted.count }
    }
}

extension String {
    init(utf8 bytes: some Collection<UInt8>) { self.init(decoding: bytes, as: UTF8.self) }

    func contains(text: String) -> Bool { ByteSearch.first(Array(text.utf8), in: Array(utf8)) != nil }

    func starts(text: String) -> Bool { utf8.starts(with: text.utf8) }

    func ends(text: String) -> Bool { utf8.reversed().starts(with: text.utf8.reversed()) }

    /// Places of a text that do not overlap, at most so many; all when negative.
    func occurrences(of wanted: String, most: Int = -1) -> Int {
        if wanted.isEmpty { return scalarCount + 1 }
        let (bytes, wanted) = (Array(utf8), Array(wanted.utf8))
        var (at, count) = (0, 0)
        while count != most, let found = ByteSearch.first(wanted, in: bytes, from: at) {
            count += 1
            at = found + wanted.count
        }
        return count
    }

    func replacing(_ old: String, with new: String, most: Int = -1) -> String {
        guard most != 0 else { return self }
        if old.isEmpty {
            var (result, left) = ("", most)
            for scalar in unicodeScalars {
                if left != 0 { result += new }
                left -= 1
                result.unicodeScalars.append(scalar)
            }
            return left != 0 ? result + new : result
        }
        let (bytes, wanted) = (Array(utf8), Array(old.utf8))
        var (result, at, left): ([UInt8], Int, Int) = ([], 0, most)
        while left != 0, let found = ByteSearch.first(wanted, in: bytes, from: at) {
            result += bytes[at..<found]
            result += new.utf8
            at = found + wanted.count
            left -= 1
        }
        result += bytes[at...]
        return String(utf8: result)
    }

    /// Cut at a text that is not empty; from the end when asked.
    func cut(at separator: String, most: Int = -1, fromEnd: Bool = false) -> [String] {
        let (bytes, wanted) = (Array(utf8), Array(separator.utf8))
        var (parts, left): ([String], Int) = ([], most)
        if fromEnd {
            let (turned, sought) = ([UInt8](bytes.reversed()), [UInt8](wanted.reversed()))
            var end = bytes.count
            while left != 0, let found = ByteSearch.first(sought, in: turned, from: bytes.count - end) {
                parts.append(String(utf8: bytes[(bytes.count - found)..<end]))
                end = bytes.count - found - wanted.count
                left -= 1
            }
            parts.append(String(utf8: bytes[..<end]))
            return parts.reversed()
        }
        var at = 0
        while left != 0, let found = ByteSearch.first(wanted, in: bytes, from: at) {
            parts.append(String(utf8: bytes[at..<found]))
            at = found + wanted.count
            left -= 1
        }
        parts.append(String(utf8: bytes[at...]))
        return parts
    }
}
