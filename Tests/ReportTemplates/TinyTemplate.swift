import ReportTemplates
import Templates

/// A template of a few lines for both engines, with all that a folder may have.
enum TinyTemplate {
    static let files: [String: String] = [
        "template.json": """
        {
          "title": {"ko": "작은 리포트", "en": "Tiny report"},
          "version": "1.2",
          "engine": "native",
          "page": {"width": 400, "height": 200},
          "scale": 1,
          "locales": ["ko", "en"],
          "themes": ["dark"]
        }
        """,
        "template.xml.j2": """
        <report title="{{ name }}" lang="{{ locale }}" width="400" height="200" overflow="grow" padding="16">
          {% include "greeting.j2" %}
          {% for row in rows %}
          <text color="$ink">{{ row }}</text>
          {% endfor %}
          <image src="{{ assets["logo.svg"] }}" width="20" height="20" alt="logo"/>
        </report>
        """,
        "greeting.j2": """
        <text size="{{ theme.numbers.title }}" color="$ink">{{ t.hello|replace("{name}", name) }}</text>
        """,
        "template.html.j2": """
        <!DOCTYPE html>
        <html lang="{{ locale }}"><head><meta charset="utf-8"><title>{{ name }}</title>
        <style>body { margin: 0; background: #fff; color: {{ theme.palette.ink }} }</style></head>
        <body><h1>{{ t.hello|replace("{name}", name) }}</h1>
        {% for row in rows %}<p>{{ row }}</p>
        {% endfor %}<img src="{{ assets["logo.svg"] }}" width="20" height="20" alt="logo"></body></html>
        """,
        "theme.json": """
        {"palette": {"ink": "#112233", "paper": "#ffffff"}, "numbers": {"title": 20}}
        """,
        "themes/dark.json": """
        {"palette": {"ink": "#334455"}}
        """,
        "strings.json": """
        {"ko": {"hello": "{name} 학생", "deep": {"one": "하나"}}, "en": {"hello": "Hello {name}"}}
        """,
        "schema.json": """
        {
          "type": "object",
          "required": ["name", "rows"],
          "additionalProperties": false,
          "properties": {
            "name": {"type": "string", "maxLength": 200},
            "rows": {"type": "array", "maxItems": 200, "items": {"type": "string"}},
            "locale": {"type": "string"}
          }
        }
        """,
        "samples/one.json": """
        {"name": "김하늘", "rows": ["첫째", "둘째"]}
        """,
        "samples/empty.json": """
        {"name": "Kim", "rows": [], "locale": "en"}
        """,
        "assets/logo.svg": """
        <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10" fill="#333"/></svg>
        """,
        "README.md": "Notes are no part of a template.",
    ]

    /// The files with some of them changed; nil removes one.
    static func files(_ changes: [String: String?]) -> [String: [UInt8]] {
        var files = files.mapValues { Array($0.utf8) }
        for (path, text) in changes { files[path] = text.map { Array($0.utf8) } }
        return files
    }

    static func template(_ changes: [String: String?] = [:], name: String = "tiny") throws -> ReportTemplate {
        try ReportTemplate(FolderContent(name: name, files: files(changes)))
    }

    static func data(_ name: String, rows: [String] = []) -> TemplateValue {
        ["name": .string(name), "rows": .list(rows.map(TemplateValue.string))]
    }

    /// What a folder is refused for, a line each; "" when it is taken.
    static func problems(_ changes: [String: String?]) -> String {
        do {
            _ = try template(changes)
            return ""
        } catch {
            return "\(error)"
        }
    }
}
