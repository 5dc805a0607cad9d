/// The shapes of a folder's own files, said in the language that its `schema.json` is said in.
enum FileSchemas {
    /// `template.json`.
    static let description = read(
        """
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 200},
            "title": {
              "anyOf": [
                {"type": "string", "maxLength": 200},
                {"type": "object", "additionalProperties": {"type": "string", "maxLength": 200}}
              ]
            },
            "description": {"type": "string", "maxLength": 2000},
            "version": {"type": "string", "maxLength": 50},
            "engine": {"enum": ["native", "chromium"]},
            "page": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "width": {"type": "number", "minimum": 100, "maximum": 4000},
                "height": {"anyOf": [{"type": "number", "minimum": 100, "maximum": 8000}, {"const": "auto"}]}
              }
            },
            "format": {"enum": ["jpeg", "png", "png8", "pdf"]},
            "scale": {"type": "number", "minimum": 0.5, "maximum": 4},
            "quality": {"type": "integer", "minimum": 1, "maximum": 100},
            "locales": {
              "type": "array", "minItems": 1, "maxItems": 50,
              "items": {"type": "string", "minLength": 2, "maxLength": 35}
            },
            "themes": {"type": "array", "maxItems": 50, "items": {"type": "string", "minLength": 1, "maxLength": 64}}
          }
        }
        """)

    /// `strings.json`: for each language names and texts, which may lie in groups.
    static let strings = read(
        """
        {
          "type": "object",
          "additionalProperties": {"$ref": "#/$defs/texts"},
          "$defs": {
            "texts": {
              "type": "object",
              "additionalProperties": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/texts"}]}
            }
          }
        }
        """)

    private static func read(_ text: String) -> Result<DataSchema, TemplateProblems> {
        do throws(TemplateProblems) {
            return .success(try DataSchema(json: Array(text.utf8), file: "built-in schema"))
        } catch {
            return .failure(error)
        }
    }
}
