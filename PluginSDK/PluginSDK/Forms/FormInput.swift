/// An input that comes as multipart/form-data; one declaration gives the reading, the checks and the schema.
///
///     struct GradeForm: FormInput {
///         @Part("Scan of one sheet.", accepts: "image/*") var image: UploadedFile
///         @Part("Right answers by question, a JSON object.") var correctAnswers: String      // correct_answers
///         @Part("`full` adds every field.") var detail: String?
///     }
///
/// Missing and malformed parts are answered with 422, all at once; parts that nothing declares are let pass.
public protocol FormInput: PayloadInput {
    init()
}

extension FormInput {
    public static var payloadDescription: PayloadDescription {
        var properties: [String: JSONValue] = [:]
        var required: [JSONValue] = []
        for (name, part) in Self().declared {
            properties[name] = part.schema
            if part.isRequiredPart { required.append(.string(name)) }
        }
        var schema: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required) }
        return PayloadDescription(mediaType: "multipart/form-data", schema: .object(schema))
    }

    public init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        self.init()
        let parts = try Self.parts(of: payload, mediaType: mediaType)
        var problems: [InputProblem] = []
        for (name, declared) in declared {
            do {
                try declared.fill(from: parts[name] ?? [])
            } catch var problem as InputProblem {
                problem.location = [.string("body"), .string(name)]
                problems.append(problem)
            }
        }
        if !problems.isEmpty { throw InputRefusal(problems: problems) }
    }

    private var declared: [(name: String, part: any DeclaredPart)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let label = child.label, let part = child.value as? any DeclaredPart else { return nil }
            return (part.wireName ?? WireName.of(property: String(label.drop { $0 == "_" })), part)
        }
    }

    /// A payload of another type has no parts: each that is required is then missing.
    private static func parts(
        of payload: UnsafeRawBufferPointer, mediaType: String?
    ) throws -> [String: [FormPart]] {
        guard let type = mediaType.flatMap(HeaderParameters.init), type.value == "multipart/form-data" else {
            return [:]
        }
        do {
            guard let boundary = type.parameters["boundary"] else { throw MultipartError.noBoundary }
            var byName: [String: [FormPart]] = [:]
            for part in try MultipartParser.parse(payload, boundary: Array(boundary.utf8)) {
                let bytes = UnsafeRawBufferPointer(rebasing: payload[part.content])
                byName[part.name, default: []].append(
                    FormPart(filename: part.filename, mediaType: part.mediaType, bytes: bytes))
            }
            return byName
        } catch let error as MultipartError {
            throw InputRefusal(unreadable: error.message, code: error.code)
        }
    }
}
