import PluginSDK

/// The members of a command, whose names are read as the settings say. Fields that nobody knows are let pass.
public struct CommandDocument: Sendable {
    public let members: [String: JSONValue]

    /// - Throws: `InputRefusal` for what is no JSON object.
    public init(payload: UnsafeRawBufferPointer) throws {
        guard let tree = try? JSONValue(parsing: Array(payload)) else {
            throw InputRefusal(problems: [InputProblem(type: "json_invalid", message: "JSON decode error")])
        }
        guard case .object(let members) = tree else {
            throw InputRefusal(
                problems: [InputProblem(type: "dict_type", message: "Input should be a valid dictionary")])
        }
        self.members = members
    }
}

extension Job {
    /// A message of one tenant asks nothing about another's.
    ///
    /// - Parameter name: what the command calls its tenant.
    /// - Throws: `Reject`, code `command.tenant_mismatch`.
    public func requireTenant(_ tenant: String, calledAs name: String) throws {
        guard let own = self.tenant, own != tenant else { return }
        throw Reject(
            "The command's \(name) is not the tenant of its message.", code: "command.tenant_mismatch",
            httpStatus: 422)
    }
}
