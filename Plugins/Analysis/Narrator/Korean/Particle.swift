/// Particles whose form depends on the sound before them.
enum Particle: Sendable, CaseIterable {
    case topic, subject, object, with, by

    /// The word with the particle; both forms, as in 은(는), where nobody knows how the word is read.
    func after(_ word: String) -> String {
        guard let sound = FinalSound(word) else { return word + forms.unknown }
        switch (self, sound) {
        case (_, .consonant): return word + forms.consonant
        case (.by, .rieul): return word + forms.vowel
        case (_, .rieul): return word + forms.consonant
        case (_, .vowel): return word + forms.vowel
        }
    }

    private var forms: (consonant: String, vowel: String, unknown: String) {
        switch self {
        case .topic: ("은", "는", "은(는)")
        case .subject: ("이", "가", "이(가)")
        case .object: ("을", "를", "을(를)")
        case .with: ("과", "와", "과(와)")
        case .by: ("으로", "로", "(으)로")
        }
    }
}

extension String {
    /// 은, 는.
    var asTopic: String { Particle.topic.after(self) }
    /// 이, 가.
    var asSubject: String { Particle.subject.after(self) }
    /// 을, 를.
    var asObject: String { Particle.object.after(self) }
    /// 과, 와.
    var joinedWith: String { Particle.with.after(self) }
    /// 으로, 로.
    var asMeans: String { Particle.by.after(self) }
}

extension [String] {
    /// A list as in a sentence: 3번, 7번과 11번.
    var koreanList: String {
        guard let last else { return "" }
        let rest = dropLast()
        return rest.isEmpty ? last : rest.joined(separator: ", ").joinedWith + " " + last
    }
}

extension [Int] {
    /// Numbers of questions: 3번, 7번과 11번.
    var questionList: String { map { "\($0)번" }.koreanList }
}
