/// The slots of one template, block or macro while it is rendered.
final class Frame {
    let run: Run
    let context: Context
    /// Around a macro: the frame in which it was defined.
    let outer: Frame?
    var slots: [Value?]
    /// A macro holds this frame, which in turn may hold the macro: the run empties it at its end.
    private var isKept = false

    init(_ run: Run, _ context: Context, slots: Int, outer: Frame? = nil) {
        self.run = run
        self.context = context
        self.outer = outer
        self.slots = Array(repeating: nil, count: slots)
    }

    func keepUntilEnd() {
        guard !isKept else { return }
        isKept = true
        run.keep(self)
    }

    func load(_ reference: Reference) throws(TemplateError) -> Value {
        switch reference {
        case .slot(let slot):
            return slots[slot] ?? .none
        case .outer(let level, let slot):
            var frame = self
            for _ in 0..<level { frame = frame.outer ?? frame }
            return frame.slots[slot] ?? .none
        case .context(let name, let cache):
            if let value = slots[cache] { return value }
            let known = try context.resolve(name)
            let value = if let known { known } else { try unknown(name) }
            slots[cache] = value
            return value
        }
    }

    private func unknown(_ name: String) throws(TemplateError) -> Value {
        let known = context.knownNames
        try run.pay(known.count)
        return .undefined(Undefined(.name(name, among: known)))
    }

    func inherit(_ list: [Scope.Inheritance]) throws(TemplateError) {
        try run.pay(list.count)
        for one in list { slots[one.slot] = try load(one.from) }
    }
}
