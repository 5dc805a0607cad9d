/// First letters in upper case, in the ways of Python and Jinja2.
enum TitleCase {
    /// Jinja2's filter: words are parted by white space and `-({[<`.
    static func ofFilter(_ text: String) -> String {
        var (result, word) = ("", String.UnicodeScalarView())
        func close() {
            guard let first = word.first else { return }
            result += String(first).raised + String(word.dropFirst()).lowered
            word = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if scalar.isSpace || "-({[<".unicodeScalars.contains(scalar) {
                close()
                result.unicodeScalars.append(scalar)
            } else {
                word.append(scalar)
            }
        }
        close()
        return result
    }

    /// Python's `title()`: a letter behind none is raised, and all others are lowered.
    static func ofMethod(_ text: String) -> String {
        var (result, isInside) = ("", false)
        for scalar in text.unicodeScalars {
            result += isInside ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
            isInside = scalar.properties.isCased
        }
        return result
    }
}

extension String {
    /// Python's `capitalize()`.
    var capitalizedFirst: String {
        guard let first = unicodeScalars.first else { return self }
        return first.properties.titlecaseMapping + String(unicodeScalars.dropFirst()).lowered
    }

    var swappedCase: String {
        var result = ""
        for scalar in unicodeScalars {
            let properties = scalar.properties
            result +=
                properties.isUppercase
                ? properties.lowercaseMapping
                : properties.isLowercase ? properties.uppercaseMapping : String(scalar)
        }
        return result
    }

    /// Python's `islower()` and `isupper()`: there is such a letter, and none of the other kind.
    func isCased(upper: Bool) -> Bool {
        var found = false
        for scalar in unicodeScalars {
            let properties = scalar.properties
            if upper ? properties.isLowercase : properties.isUppercase { return false }
            if properties.generalCategory == .titlecaseLetter { return false }
            if upper ? properties.isUppercase : properties.isLowercase { found = true }
        }
        return found
    }
}
