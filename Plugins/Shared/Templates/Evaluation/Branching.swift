/// `if`, `elif`, `else`
final class IfStatement: Statement {
    private let branches: [(condition: any Expression, body: Body)]
    private let otherwise: Body?
    let depth: Int

    init(_ branches: [(condition: any Expression, body: Body)], _ otherwise: Body?) {
        self.branches = branches
        self.otherwise = otherwise
        depth =
            max(
                branches.map(\.condition).depth, branches.map(\.body.depth).max() ?? 0,
                otherwise?.depth ?? 0) + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        for (condition, body) in branches {
            let value = try condition.evaluate(frame)
            frame.run.place = condition.place
            if try value.isTrue() { return try body.render(frame) }
        }
        try otherwise?.render(frame)
    }
}

/// What a loop needs besides its elements. A recursive loop's body has a frame of its own.
final class LoopCode: Sendable {
    let target: Target
    let condition: (any Expression)?
    let loopSlot: Int
    let body: Body
    let otherwise: Body?
    let inherited: [Scope.Inheritance]
    let otherwiseInherited: [Scope.Inheritance]
    /// Slots of a recursive loop; 0 for others.
    let slots: Int
    let depth: Int

    init(
        target: Target, condition: (any Expression)?, loopSlot: Int, body: Body, otherwise: Body?,
        inherited: [Scope.Inheritance], otherwiseInherited: [Scope.Inheritance], slots: Int
    ) {
        self.target = target
        self.condition = condition
        self.loopSlot = loopSlot
        self.body = body
        self.otherwise = otherwise
        self.inherited = inherited
        self.otherwiseInherited = otherwiseInherited
        self.slots = slots
        depth = max(condition?.depth ?? 0, body.depth, otherwise?.depth ?? 0) + 1
    }

    func render(_ list: Value, _ frame: Frame, level: Int) throws(TemplateError) {
        var elements = try list.elements(frame.run)
        if let condition {
            let all = elements
            elements = []
            for element in all {
                try frame.run.step()
                try target.assign(element, frame)
                let value = try condition.evaluate(frame)
                frame.run.place = condition.place
                if try value.isTrue() { elements.append(element) }
            }
        }
        guard !elements.isEmpty else {
            try frame.inherit(otherwiseInherited)
            try otherwise?.render(frame)
            return
        }
        let loop = LoopObject(
            elements, depth: list.depth, level: level, recursive: slots > 0 ? self : nil, frame)
        for (index, element) in elements.enumerated() {
            try frame.run.step()
            loop.index = index
            try frame.inherit(inherited)
            frame.slots[loopSlot] = .object(loop)
            try target.assign(element, frame)
            try body.render(frame)
        }
        frame.slots[loopSlot] = nil
    }

    /// In a frame of its own, around which `frame` is.
    func renderRecursively(_ elements: Value, around frame: Frame, level: Int) throws(TemplateError) {
        try frame.run.enter(depth, slots: slots)
        defer { frame.run.leave(depth) }
        try render(elements, Frame(frame.run, frame.context, slots: slots, outer: frame), level: level)
    }
}

/// `for`
final class ForStatement: Statement {
    private let elements: any Expression
    private let code: LoopCode
    let depth: Int

    init(_ elements: any Expression, _ code: LoopCode) {
        self.elements = elements
        self.code = code
        depth = max(elements.depth, code.depth) + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        let value = try elements.evaluate(frame)
        frame.run.place = elements.place
        if code.slots > 0 {
            try code.renderRecursively(value, around: frame, level: 0)
        } else {
            try code.render(value, frame, level: 0)
        }
    }
}
