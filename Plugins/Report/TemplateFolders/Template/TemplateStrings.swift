import Templates

/// The texts of `strings.json`, which a template reads as `t`.
public struct TemplateStrings: Sendable, Hashable {
    private struct Language: Sendable, Hashable {
        /// The language's own texts over those of the complete one.
        var texts: TemplateDictionary
        var missing: [String]
    }

    private let languages: [String: Language]
    /// The language that is complete.
    private let standard: String

    /// - Parameter standard: of `template.json`.
    init(json bytes: [UInt8]?, file: String, standard: String) throws(TemplateProblems) {
        self.standard = standard
        guard let bytes else {
            languages = [:]
            return
        }
        let value = try FolderJSON.value(bytes, file: file, schema: FileSchemas.strings.get(), code: "strings.shape")
        var languages: [String: TemplateDictionary] = [:]
        for (language, texts) in value.members ?? [] {
            if case .dictionary(let texts) = texts { languages[language] = texts }
        }
        guard languages.isEmpty || languages[standard] != nil else {
            throw TemplateProblems([
                FolderJSON.problem(
                    "strings.standard",
                    "has no texts in \"\(standard)\", the language of template.json; add them, or name another there",
                    [], in: bytes, file: file)
            ])
        }
        let complete = languages[standard] ?? TemplateDictionary()
        self.languages = languages.mapValues { own in
            Language(texts: complete.overlaid(by: own), missing: Self.missing(own, of: complete, prefix: ""))
        }
    }

    public var locales: [String] { languages.keys.sorted() }

    /// The texts for a language: its own over those of its base language (`en` of `en-GB`) over the standard one's.
    ///
    /// - Returns: `missing`, the names that the language lacks: `header.title`.
    public func texts(for locale: String) -> (texts: TemplateDictionary, missing: [String]) {
        if let language = languages[locale] { return (language.texts, language.missing) }
        let base = locale.split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? locale
        if let language = languages[base] { return (language.texts, language.missing) }
        let complete = languages[standard]?.texts ?? TemplateDictionary()
        return (complete, Self.names(of: complete, prefix: ""))
    }

    private static func missing(
        _ own: TemplateDictionary, of complete: TemplateDictionary, prefix: String
    ) -> [String] {
        zip(complete.names, complete.values).flatMap { name, value -> [String] in
            guard case .dictionary(let inner) = value else { return own[name] == nil ? [prefix + name] : [] }
            guard case .dictionary(let ownInner)? = own[name] else {
                return names(of: inner, prefix: prefix + name + ".")
            }
            return missing(ownInner, of: inner, prefix: prefix + name + ".")
        }
    }

    private static func names(of texts: TemplateDictionary, prefix: String) -> [String] {
        missing(TemplateDictionary(), of: texts, prefix: prefix)
    }
}
