/// `schedule:` of a binding. Of a cron text only the form is looked at; the schedule's own room knows its fields.
enum ScheduleBindingReader {
    /// - Parameter operation: what the schedule is called after when it has no name.
    static func read(
        _ node: ConfigurationNode, processor: String, operation: String?, problems: inout ProblemList
    ) -> ScheduleBinding? {
        guard let reader = MappingReader(node, ScheduleKeys.shape, name: "schedule", problems: &problems) else {
            return nil
        }
        let trigger = readTrigger(reader, problems: &problems)
        let name =
            reader[ScheduleKeys.name] == nil
            ? operation : EntryName.queueName(ScheduleKeys.name, in: reader, problems: &problems)
        var schedule = ScheduleBinding(name: "\(processor)/\(name ?? "")", trigger: trigger ?? .interval(.seconds(1)))
        if let zone = reader[ScheduleKeys.zone] { schedule.zone = readZone(zone, problems: &problems) ?? schedule.zone }
        reader.read(ScheduleKeys.missed, into: &schedule.missed, problems: &problems)
        reader.read(ScheduleKeys.jitter, into: &schedule.jitter, problems: &problems)
        if let input = reader[ScheduleKeys.input] {
            if case .mapping = input.content {
                schedule.input = CanonicalJSON.bytes(of: input, problems: &problems)
            } else {
                problems.add(
                    "config.wrong_type", "input must be a mapping, and here is \(input.kind)",
                    suggestion: "for example: \(ScheduleKeys.input.entry.example)", at: input.position)
            }
        }
        RetryReader.read(reader[ScheduleKeys.retry], into: &schedule.retry, problems: &problems)
        return trigger == nil || name == nil ? nil : schedule
    }

    private static func readTrigger(
        _ reader: MappingReader, problems: inout ProblemList
    ) -> ScheduleBinding.Trigger? {
        switch (reader[ScheduleKeys.cron], reader[ScheduleKeys.every]) {
        case (let cron?, nil): return readCron(cron, problems: &problems).map(ScheduleBinding.Trigger.cron)
        case (nil, _?):
            return reader.read(ScheduleKeys.every, problems: &problems).map(ScheduleBinding.Trigger.interval)
        case (_?, let every?):
            problems.add(
                "config.conflict", "schedule has cron and every", suggestion: "keep one of the two",
                at: every.position)
        case (nil, nil):
            problems.add(
                "config.missing_key", "schedule does not say when",
                suggestion: "write cron: \(ScheduleKeys.cron.entry.example), or every: 15m", at: reader.position)
        }
        return nil
    }

    private static func readCron(_ node: ConfigurationNode, problems: inout ProblemList) -> String? {
        guard let text = ScheduleKeys.cron.read(node, &problems) else { return nil }
        let fields = text.split { $0 == " " || $0 == "\t" }
        if text.wholeMatch(of: /@[a-z]+/) != nil { return text }
        if fields.count == 5 { return fields.joined(separator: " ") }
        let suggestion =
            Quantity.duration(text) != nil
            ? "for an interval write schedule: { every: \(node.shown(text)) }"
            : "for example: \(ScheduleKeys.cron.entry.example)"
        problems.add(
            "config.bad_cron",
            "cron has five fields (minute, hour, day of month, month, day of week), and here "
                + (fields.count == 1 ? "is 1" : "are \(fields.count)"),
            suggestion: suggestion, at: node.position)
        return nil
    }

    private static func readZone(_ node: ConfigurationNode, problems: inout ProblemList) -> String? {
        guard let text = ScheduleKeys.zone.read(node, &problems) else { return nil }
        // No dots: the name becomes part of a path.
        if text.utf8.count <= 64, text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_+\-]*(\/[A-Za-z0-9_+\-]+)*/) != nil {
            return text
        }
        problems.add(
            "config.bad_value", "zone must be a name of the time zone database, and here is \(node.quoted)",
            suggestion: "for example: \(ScheduleKeys.zone.entry.example)", at: node.position)
        return nil
    }
}
