import Templates

/// Everything that a template may name: the members of the data, and `t`, `theme`, `assets`, `locale`, `options`.
struct TemplateContext {
    let values: [String: TemplateValue]
    /// Texts that the language lacks; those of the template's first language stand in.
    let missingTexts: [String]
    let locale: String

    init(_ template: ReportTemplate, data: TemplateValue, plan: RenderPlan, options: RenderOptions) {
        let members = InertText.value(data).members ?? []
        var values = Dictionary(members) { _, last in last }
        let locale = Self.tag(options.locale) ?? Self.tag(data["locale"]?.text) ?? template.description.standardLocale
        let (texts, missing) = template.strings.texts(for: locale)
        values["locale"] = .string(locale)
        values["t"] = .dictionary(texts)
        values["theme"] = .dictionary(plan.theme.values)
        values["assets"] = .dictionary(template.assetAddresses(for: plan.engine))
        if values["options"] == nil { values["options"] = .dictionary(TemplateDictionary()) }
        self.values = values
        self.locale = locale
        missingTexts = missing
    }

    /// A language tag becomes part of markup and of what fonts are chosen by: one of another form is no tag.
    private static func tag(_ text: String?) -> String? {
        guard let text, (2...35).contains(text.utf8.count) else { return nil }
        let isTag = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        return isTag ? text : nil
    }
}
