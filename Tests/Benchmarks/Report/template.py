"""The HTML template of the exam report, rendered by Jinja2 with what the plugin gives it."""

import base64
import json
from pathlib import Path

import jinja2

FOLDER = Path("Plugins/Report/templates/exam-report")
MEDIA = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".woff2": "font/woff2"}


class ExamReport:
    def __init__(self) -> None:
        loader = jinja2.FileSystemLoader(FOLDER)
        environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self.template = environment.get_template("template.html.j2")
        self.strings = json.loads((FOLDER / "strings.json").read_text())
        self.theme = json.loads((FOLDER / "theme.json").read_text())
        self.settings = json.loads((FOLDER / "template.json").read_text())
        self.assets = {
            file.name: f"data:{MEDIA[file.suffix]};base64,{base64.b64encode(file.read_bytes()).decode()}"
            for file in sorted((FOLDER / "assets").iterdir())
        }

    def html(self, line: str) -> str:
        """The page of one line of the class."""
        data = json.loads(line)
        texts = self.strings[data["locale"]]
        return self.template.render(data | {"t": texts, "theme": self.theme, "assets": self.assets})
