/// Keeps apart what a decoder of JSON takes for the same: `1.0` is a double and `1` is none, and to a database that makes
/// a difference: `1 / 2` is 0.
///
/// A number of a list that is written with a point or an exponent becomes `{"d":1.0}`, which a decoder leaves alone. In a
/// request that has no errors only parameters stand in lists; one that has is refused afterwards.
enum WrittenDoubles {
    static func marked(_ json: [UInt8]) -> [UInt8] {
        var marked: [UInt8] = []
        var copied = 0
        var index = 0
        // The last byte that says what comes next.
        var before: UInt8 = 0
        while index < json.count {
            switch json[index] {
            case UInt8(ascii: "\""):
                index = end(ofText: json, from: index)
                before = UInt8(ascii: "\"")
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): index += 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let end = json[index...].firstIndex { !isOfNumber($0) } ?? json.count
                let isInList = before == UInt8(ascii: "[") || before == UInt8(ascii: ",")
                if isInList, json[index..<end].contains(where: isOfDouble) {
                    marked += json[copied..<index]
                    marked += #"{"d":"#.utf8
                    marked += json[index..<end]
                    marked.append(UInt8(ascii: "}"))
                    copied = end
                }
                before = UInt8(ascii: "0")
                index = end
            case let other:
                before = other
                index += 1
            }
        }
        guard copied > 0 else { return json }
        return marked + json[copied...]
    }

    /// Behind the closing quote, or the end.
    private static func end(ofText json: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < json.count {
            switch json[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return json.count
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || isOfDouble(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+")
    }

    private static func isOfDouble(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }
}
