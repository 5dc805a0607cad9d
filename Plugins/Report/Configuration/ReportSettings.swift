import Lumie
import PluginSDK
import ReportTemplates

extension ReportFormat: SettingChoice {}
extension ReportLocale: SettingChoice {}
extension FallbackTypes: SettingChoice {}

/// What plugins.yaml may say about reports.
public struct ReportSettings: Settings {
    @Setting("Template of the reports, by the name of its folder.")
    public var template = "exam-report"

    @Setting("Variant of the template's theme, such as ink-saving; without it the template's own.")
    public var theme: String?

    @Setting("Language of the reports' own words.")
    public var locale = ReportLocale.korean

    @Setting("Image in the template's assets that is the academy's logo.")
    public var logo: String?

    @Setting("Draws with less ink: with the variant ink-saving of the theme, where a tenant names no other.")
    public var inkSaving = false

    @Setting("Adds the second page where there is a commentary or feedback for it.")
    public var secondPage = true

    @Setting("What one tenant has of its own, by its slug.")
    public var tenants: [String: TenantSettings] = [:]

    @Setting("Media type of the reports; png8 has 256 colours.")
    public var format = ReportFormat.jpeg

    @Setting("Pixels for each CSS pixel.", in: 0.5...4)
    public var scale = 2.0

    @Setting("Quality of a JPEG.", in: 1...100)
    public var quality = 90

    @Setting("Fails a report with a character that no font has, in place of counting it.")
    public var strictGlyphs = false

    @Setting("Kinds of the questions of an exam that says none.")
    public var fallbackTypes = FallbackTypes.koreanEnglish

    @Setting("Minutes that the reports' date is ahead of UTC; 540 is Korea.", in: -720...840)
    public var utcOffset = 540

    @Setting("How reports are drawn.")
    public var drawing = DrawingSettings()

    @Setting("Upstream that knows exams and students, by its name under `upstreams:`.")
    public var upstream = "backend"

    @Setting("How long what a class shares is taken as known; 0s asks for each report.", in: .zero ... .seconds(3600))
    public var examCache = Duration.seconds(30)

    @Setting("Documents that the backend is not asked for; what they would say is computed or left out.")
    public var skip: [OptionalDocument] = []

    @Setting("Member that a list is in, where the backend answers with an object: content. Dots lead into objects.")
    public var listMember: String?

    @Setting("Paths at the backend, of {tenantSlug}, {examId}, {studentId} and {resultId}.")
    public var paths = PathSettings()

    @Setting("Other names of the fields of the backend's documents.")
    public var fields = BackendFieldSettings()

    @Setting("Other names of the command's fields.")
    public var commandFields = FieldNames<CommandField>()

    @Setting("Other names of the callback's fields.")
    public var callbackFields = FieldNames<CallbackField>()

    @Setting("How a report goes to the backend.")
    public var callback = CallbackSettings()

    @Setting("Reports that are kept, to be sent again without drawing.")
    public var cache = CacheSettings()

    @Setting("How whole classes are drawn.")
    public var classes = ClassSettings()

    public init() {}

    /// What holds for one tenant.
    ///
    /// - Parameter asked: whether a request wants less ink; nil: it does not say.
    func choice(for tenant: String, inkSaving asked: Bool? = nil) -> TemplateChoice {
        let own = tenants[tenant] ?? TenantSettings()
        let inkSaving = asked ?? own.inkSaving ?? inkSaving
        // Without a theme the template's ink-saving one is taken, if it has one; a tenant's goes before everybody's wish.
        let named = asked == true ? nil : own.theme
        return TemplateChoice(
            template: own.template ?? template, theme: named ?? (inkSaving ? nil : theme),
            manner: ReportManner(
                locale: own.locale ?? locale, logo: own.logo ?? logo,
                options: ReportData.Options(
                    secondPage: own.secondPage ?? secondPage, inkSaving: inkSaving)))
    }

    var output: ReportOutput { ReportOutput(format: format, scale: scale, quality: quality) }
}

/// What a tenant's reports look like.
struct TemplateChoice: Sendable, Hashable {
    var template: String
    var theme: String?
    var manner: ReportManner
}

/// What one tenant has of its own; what is left out is everybody's.
public struct TenantSettings: Settings {
    @Setting("Its template.") public var template: String?
    @Setting("Its variant of the theme.") public var theme: String?
    @Setting("Its language.") public var locale: ReportLocale?
    @Setting("Its logo.") public var logo: String?
    @Setting("Less ink.") public var inkSaving: Bool?
    @Setting("The second page.") public var secondPage: Bool?

    public init() {}
}
