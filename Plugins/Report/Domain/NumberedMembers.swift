/// Members of an object that are about questions: their names are the questions' numbers.
struct NumberedMembers<Value> {
    private(set) var byNumber: [Int: Value] = [:]
    /// Names that are no question's number, in order: `0`, `01`, `first`.
    private(set) var strange: [String] = []

    init(_ members: [String: Value]) {
        for (name, value) in members {
            // One way to write each number: of 1 and 01 nobody knows which one counts.
            if let number = Int(name), DataBounds.questionNumbers.contains(number), String(number) == name {
                byNumber[number] = value
            } else {
                strange.append(name)
            }
        }
        strange.sort()
    }
}

extension NumberedMembers: Sendable where Value: Sendable {}
