/// How a Swift property is called outside: `correctAnswers` is `correct_answers` in plugins.yaml and in forms.
enum WireName {
    static func of(property name: String) -> String {
        let characters = Array(name)
        var wire = ""
        for (index, character) in characters.enumerated() {
            let startsWord = character.isUppercase && index > 0
            let endsRun = index + 1 < characters.count && !characters[index + 1].isUppercase
            if startsWord, !characters[index - 1].isUppercase || endsRun { wire.append("_") }
            wire += character.lowercased()
        }
        return wire
    }
}
