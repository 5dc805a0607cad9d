import Templates

/// Takes from texts of the data what could change more than their own place on the page.
///
/// Marks that turn or isolate the direction of writing (U+202A...U+202E, U+2066...U+2069) reach on to whatever follows
/// in the paragraph, so that a name could write a score backwards; they are removed. Letters of right-to-left scripts,
/// and the marks U+200E, U+200F and U+061C, which turn nothing but themselves, stay. Markup and control characters are
/// the business of the template language, which escapes the one and replaces the other by U+FFFD.
enum InertText {
    static func value(_ value: TemplateValue) -> TemplateValue { changed(value) ?? value }

    /// Nil when nothing had to be removed, which is nearly always: then nothing is copied.
    private static func changed(_ value: TemplateValue) -> TemplateValue? {
        switch value {
        case .string(let text):
            return changed(text).map(TemplateValue.string)
        case .list(let elements):
            var result: [TemplateValue]?
            for (index, element) in elements.enumerated() {
                guard let element = changed(element) else { continue }
                result = result ?? elements
                result?[index] = element
            }
            return result.map(TemplateValue.list)
        case .dictionary(let members):
            return changed(members).map(TemplateValue.dictionary)
        default:
            return nil
        }
    }

    private static func changed(_ members: TemplateDictionary) -> TemplateDictionary? {
        var isChanged = false
        var result: [(String, TemplateValue)] = []
        for (name, value) in zip(members.names, members.values) {
            let (newName, newValue) = (changed(name), changed(value))
            if newName != nil || newValue != nil { isChanged = true }
            result.append((newName ?? name, newValue ?? value))
        }
        return isChanged ? TemplateDictionary(result) : nil
    }

    private static func changed(_ text: String) -> String? {
        guard text.utf8.contains(0xE2), text.unicodeScalars.contains(where: reachesOn) else { return nil }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: text.unicodeScalars.lazy.filter { !reachesOn($0) })
        return String(kept)
    }

    private static func reachesOn(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
