/// One look at the operator's folder: reads what changed, and says what came of it.
struct ShelfLook {
    let reader: FolderReader
    /// Nanoseconds since 1970.
    let now: Int
    var slots: [String: ShelfSlot]
    var shelfProblems: [TemplateProblem]
    private(set) var events: [ShelfEvent] = []

    /// A second look within this time after a change compares contents: clocks of file systems tick in milliseconds,
    /// those of network ones in seconds.
    static let settling = 2_500_000_000

    init(reader: FolderReader, now: Int, slots: [String: ShelfSlot], shelfProblems: [TemplateProblem]) {
        self.reader = reader
        self.now = now
        self.slots = slots
        self.shelfProblems = shelfProblems
    }

    mutating func look() {
        let names: [String]
        do throws(TemplateProblems) {
            names = try reader.names()
        } catch {
            // Everything stays as it is: a folder that is not mounted at the moment is no wish to remove templates.
            if shelfProblems != error.problems { events.append(.unreadable(error.problems)) }
            shelfProblems = error.problems
            return
        }
        shelfProblems = []
        for name in names {
            var slot = slots[name] ?? ShelfSlot()
            look(at: name, &slot)
            slots[name] = slot
        }
        for (name, slot) in slots where slot.hasFolder && !names.contains(name) {
            slots[name]?.removeFolder()
            events.append(.removed(name: name))
        }
        VersionBudget.keep(within: reader.limits.earlierBytes, &slots)
    }

    private mutating func look(at name: String, _ slot: inout ShelfSlot) {
        slot.hasFolder = true
        let last = slot.look
        slot.look = nil
        do throws(TemplateProblems) {
            let listing = try reader.listing(name)
            if let last, last.isSettled, last.listing == listing {
                slot.look = last
                return
            }
            let content = try reader.content(name, listing: listing)
            slot.look = ShelfSlot.Look(
                listing: listing, version: content.version, isSettled: now &- listing.newest > Self.settling)
            if content.version == slot.own?.version { return recover(name, &slot) }
            if content.version == last?.version { return }
            // An earlier version that is put back is that version, not a second one.
            let earlier = slot.versions[content.version]
            let template = if let earlier { earlier } else { try ReportTemplate(content) }
            slot.accept(template)
            events.append(.loaded(template))
        } catch {
            // Half of a change is no news: the next look sees the whole.
            let isChanging = error.problems.contains { $0.code == "folder.changing" }
            if isChanging, slot.own != nil || !slot.problems.isEmpty { return }
            refuse(name, error.problems, &slot)
        }
    }

    private mutating func recover(_ name: String, _ slot: inout ShelfSlot) {
        guard !slot.problems.isEmpty else { return }
        slot.problems = []
        events.append(.recovered(name: name))
    }

    private mutating func refuse(_ name: String, _ problems: [TemplateProblem], _ slot: inout ShelfSlot) {
        guard slot.problems != problems else { return }
        slot.problems = problems
        events.append(.refused(name: name, problems: problems, serving: slot.own?.version))
    }
}
