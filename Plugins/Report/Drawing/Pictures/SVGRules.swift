/// What an SVG may not have: pictures inside the picture, which could be of any size, and what could hide one.
/// librsvg itself reads no other file and runs nothing.
enum SVGRules {
    /// Nil when the file may be read; else what is wrong with it.
    static func objection(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= PictureReader.maximumSVGBytes else {
            return "it has more than \(PictureReader.maximumSVGBytes) bytes"
        }
        // Text and nothing packed: the rules below look at the letters.
        var start = bytes[...]
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        let first = start.first { !(UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains($0) && $0 != 0x20 }
        guard first == UInt8(ascii: "<"), !bytes.contains(0) else { return "it is not plain UTF-8 text" }
        let lower = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if let at = find("encoding", in: lower[..<min(lower.count, 200)]) {
            let rest = lower[(at + 8)..<min(lower.count, at + 24)]
            guard find("utf-8", in: rest) != nil else { return "it is not plain UTF-8 text" }
        }
        if find("<!entity", in: lower[...]) != nil { return "it declares entities" }
        for element in ["<image", ":image", "feimage"] where find(element, in: lower[...]) != nil {
            return "it has a picture inside: save that as PNG and use it by itself"
        }
        return nil
    }

    private static func find(_ word: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let word = Array(word.utf8)
        guard bytes.count >= word.count else { return nil }
        return bytes.withUnsafeBufferPointer { raw in
            (0...(raw.count - word.count)).first { at in
                raw[at] == word[0] && raw[at..<(at + word.count)].elementsEqual(word)
            }
        }.map { bytes.startIndex + $0 }
    }
}
