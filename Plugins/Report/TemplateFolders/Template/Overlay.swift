import Templates

extension TemplateDictionary {
    /// This dictionary with what another says in its place: dictionaries are merged, all else is replaced. So a variant
    /// of a theme, or a language, needs to hold only what differs.
    func overlaid(by other: TemplateDictionary) -> TemplateDictionary {
        var result = self
        for (name, value) in zip(other.names, other.values) {
            if case .dictionary(let above) = value, case .dictionary(let below)? = self[name] {
                result[name] = .dictionary(below.overlaid(by: above))
            } else {
                result[name] = value
            }
        }
        return result
    }
}
