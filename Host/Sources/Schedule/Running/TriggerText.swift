import HostConfiguration

extension ScheduleBinding {
    /// When it is due, as text: a schedule with another is another schedule.
    var triggerText: String {
        switch trigger {
        case .interval(let interval): "every \(interval.components.seconds)s"
        case .cron(let text): "\(text) \(zone)"
        }
    }
}
