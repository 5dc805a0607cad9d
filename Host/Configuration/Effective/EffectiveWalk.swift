/// Goes through all keys there are, written or not, and notes what holds.
struct EffectiveWalk {
    private(set) var settings: [EffectiveSetting] = []
    private let derived: DerivedDefaults
    private let descriptions: [String: [SettingDescription]]
    private let environment: [String: String]

    init(
        configuration: ProctorConfiguration, descriptions: [String: [SettingDescription]],
        environment: [String: String]
    ) {
        derived = DerivedDefaults(configuration: configuration)
        self.descriptions = descriptions
        self.environment = environment
    }

    /// - Parameters:
    ///   - node: nil where nothing is written.
    ///   - path: the keys and indices that lead there.
    mutating func visit(_ shape: SettingShape, _ node: ConfigurationNode?, at path: [String]) {
        switch (shape, node?.content) {
        case (.settings, _): visitSettings(node, at: path)
        case (.mapping(let mapping), let content): visit(mapping, node, content, at: path)
        case (.headers, .mapping(let members)?):
            for member in members { visit(.secret, member.value, at: path + [member.key]) }
        case (.named(let value), .mapping(let members)?):
            for member in members { visit(value, member.value, at: path + [member.key]) }
        case (.list(let element), .sequence(let elements)?), (.oneOrMore(let element), .sequence(let elements)?):
            if elements.isEmpty { add("[]", .standardOr(node), at: path) }
            for (index, child) in elements.enumerated() { visit(element, child, at: path + ["[\(index)]"]) }
        case (_, .scalar(let scalar)?): add(scalar, node, shape, at: path)
        case (_, .some): addLeaves(of: node, at: path)
        case (_, nil): return
        }
    }

    private mutating func visit(
        _ mapping: MappingShape, _ node: ConfigurationNode?, _ content: ConfigurationNode.Content?, at path: [String]
    ) {
        var members: [String: ConfigurationNode] = [:]
        switch content {
        case .mapping(let written)?: for member in written { members[member.key] = member.value }
        case .scalar(let scalar)? where scalar.text == mapping.word:
            return add(scalar, node, .text(pattern: nil), at: path)
        case .scalar?: if let short = mapping.short { members[short] = node }
        case .sequence?, nil: break
        }
        for entry in mapping.available {
            let place = path + [entry.name]
            if let child = members[entry.name] {
                visit(entry.shape, child, at: place)
                continue
            }
            switch entry.absence {
            case .value(let text): add(text, .standard, at: place)
            case .parts: visit(entry.shape, nil, at: place)
            case .derived: if let text = derived.value(at: place) { add(text, .standard, at: place) }
            case .nothing, .refused: if case .settings = entry.shape { visit(entry.shape, nil, at: place) }
            }
        }
    }

    /// The settings of the processor that `path` leads to: what its plugin describes, then what it does not.
    private mutating func visitSettings(_ node: ConfigurationNode?, at path: [String]) {
        let descriptions = path.count > 1 ? descriptions[path[1]] ?? [] : []
        var shown: [String] = []
        for description in descriptions {
            let place = path + description.pointer.split(separator: "/").map(String.init)
            if let variable = description.variable, let text = environment[variable] {
                add(text, .environment(variable), isSecret: description.isSecret, at: place)
            } else if let written = node?.node(ofPointer: description.pointer) {
                addLeaves(of: written, isSecret: description.isSecret, at: place)
            } else if let text = description.defaultJSON {
                add(text, .standard, isSecret: description.isSecret, at: place)
            }
            shown.append(description.pointer)
        }
        for leaf in node?.leaves ?? [] {
            let isShown = shown.contains { leaf.pointer == $0 || leaf.pointer.hasPrefix($0 + "/") }
            guard !isShown else { continue }
            addLeaf(leaf.node, isSecret: false, at: path + leaf.parts)
        }
    }

    private mutating func addLeaves(of node: ConfigurationNode?, isSecret: Bool = false, at path: [String]) {
        for leaf in node?.leaves ?? [] { addLeaf(leaf.node, isSecret: isSecret, at: path + leaf.parts) }
    }

    private mutating func addLeaf(_ node: ConfigurationNode, isSecret: Bool, at path: [String]) {
        guard case .scalar(var scalar) = node.content else {
            return add(node.emptyText, .file(node.position), at: path)
        }
        scalar.isSecret = scalar.isSecret || isSecret
        add(scalar, node, .text(pattern: nil), at: path)
    }

    private mutating func add(
        _ scalar: ConfigurationNode.Scalar, _ node: ConfigurationNode?, _ shape: SettingShape, at path: [String]
    ) {
        let origin: EffectiveSetting.Origin =
            switch scalar.fillings.last {
            case .environment(let name)?: .environment(name)
            case .file(let path)?: .content(path)
            case nil: .standardOr(node)
            }
        if shape.mayCarryCredentials, let url = ServiceURL(scalar.text), scalar.isSecret, !scalar.comesFromFile {
            return add(url.shown, origin, at: path)
        }
        add(scalar.text, origin, isSecret: scalar.isSecret, at: path)
    }

    private mutating func add(
        _ text: String, _ origin: EffectiveSetting.Origin, isSecret: Bool = false, at path: [String]
    ) {
        let shown = path.reduce("") { $0 + ($0.isEmpty || $1.hasPrefix("[") ? $1 : ".\($1)") }
        settings.append(
            EffectiveSetting(path: shown, value: isSecret ? "(secret)" : text, origin: origin, isSecret: isSecret))
    }
}

extension SettingShape {
    /// Whether all but the credentials of a value may be shown.
    fileprivate var mayCarryCredentials: Bool {
        switch self {
        case .url, .location: true
        default: false
        }
    }
}

extension EffectiveSetting.Origin {
    fileprivate static func standardOr(_ node: ConfigurationNode?) -> Self {
        node.map { .file($0.position) } ?? .standard
    }
}

extension ConfigurationNode {
    /// A value somewhere below a node, or an empty list or mapping.
    struct Leaf {
        let parts: [String]
        let pointer: String
        let node: ConfigurationNode
    }

    /// Everything below that has nothing below it, in the order of the file.
    var leaves: [Leaf] {
        switch content {
        case .mapping(let members) where !members.isEmpty:
            members.flatMap { member in
                let token = member.key.replacing("~", with: "~0").replacing("/", with: "~1")
                return member.value.leaves.map {
                    Leaf(parts: [member.key] + $0.parts, pointer: "/\(token)" + $0.pointer, node: $0.node)
                }
            }
        case .sequence(let elements) where !elements.isEmpty:
            elements.enumerated().flatMap { index, element in
                element.leaves.map {
                    Leaf(parts: ["[\(index)]"] + $0.parts, pointer: "/\(index)" + $0.pointer, node: $0.node)
                }
            }
        case .scalar, .mapping, .sequence: [Leaf(parts: [], pointer: "", node: self)]
        }
    }

    /// How an empty list or mapping is written.
    fileprivate var emptyText: String {
        if case .sequence = content { "[]" } else { "{}" }
    }
}
