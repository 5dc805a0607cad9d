"""Measures the plugin's two engines beside Jinja2 and Playwright, on the same data; report.sh is the command."""

import argparse
import signal
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import classroom  # noqa: E402
from template import FOLDER, ExamReport  # noqa: E402
from tree import Tree  # noqa: E402

HERE = Path(__file__).parent
NATIVE, CHROMIUM, NEW_PAGE, SAME_PAGE = "native", "chromium", "Playwright, new page", "Playwright, page reused"
COLUMNS = [
    ("CPU ms", "cpu", 0),
    ("reports/s", "rate", 2),
    ("RSS MiB", "rss", 0),
    ("PSS MiB", "pss", 0),
    ("cold s", "cold", 2),
    ("wall s", "wall", 1),
    ("KiB", "size", 0),
]


def command(name: str, options: argparse.Namespace, file: Path, count: int, width: int) -> list[str]:
    if name in (NATIVE, CHROMIUM):
        return [options.program, name, str(file), str(count), str(width)]
    way = "new-page" if name == NEW_PAGE else "same-page"
    return [sys.executable, str(HERE / "playwright_peer.py"), way, str(file), str(count), str(width), options.browser]


def sample(name: str, options: argparse.Namespace, file: Path, count: int, width: int) -> dict[str, float]:
    tree = Tree(command(name, options, file, count, width), options.folder / "peer.log")
    try:
        _, cold = tree.line()
        _, begin = tree.line()
        before = tree.cpu_seconds()
        done, end = tree.line()
        cpu = tree.cpu_seconds() - before
    finally:
        tree.stop()
    return {
        "cpu": cpu / count * 1000,
        "rate": count / (end - begin),
        "rss": tree.peak_rss,
        "pss": tree.peak_pss,
        "cold": cold,
        "wall": end - begin,
        "size": int(done.split()[1]) / 1024,
    }


def compare(options: argparse.Namespace, file: Path, width: int) -> None:
    names = [NATIVE, CHROMIUM, NEW_PAGE, SAME_PAGE]
    samples = {name: [] for name in names}
    for number in range(options.rounds):
        for place in range(len(names)):
            # Each goes first in turn.
            name = names[(place + number) % len(names)]
            samples[name].append(sample(name, options, file, options.reports, width))
    print(f"\nReports, {width} at once, a class of {options.reports}")
    row("", [title for title, _, _ in COLUMNS])
    for name in names:
        row(name, [f"{median(samples[name], key):.{digits}f}" for _, key, digits in COLUMNS])
    for name, other in [(NATIVE, NEW_PAGE), (NATIVE, SAME_PAGE), (NATIVE, CHROMIUM), (CHROMIUM, NEW_PAGE)]:
        cells = [f"{ratio(samples[name], samples[other], key):.2f}x" for _, key, _ in COLUMNS]
        row(f"{name} / {other}", cells)


def median(samples: list[dict[str, float]], key: str) -> float:
    return statistics.median(figures[key] for figures in samples)


def ratio(samples: list[dict[str, float]], others: list[dict[str, float]], key: str) -> float:
    """The median of the rounds' own ratios: what else the machine did in a round slowed both."""
    return statistics.median(one[key] / other[key] for one, other in zip(samples, others, strict=True))


def row(label: str, cells: list[str]) -> None:
    print(f"  {label:<36}" + "".join(f" {cell:>10}" for cell in cells), flush=True)


def check_pages(program: str, file: Path) -> None:
    """The comparison is fair when both engines of templates make the same page of the same data."""
    ours = subprocess.run([program, "html", str(file)], capture_output=True, text=True, check=True).stdout
    theirs = ExamReport().html(file.read_text().splitlines()[0])
    if ours.rstrip("\n") != theirs.rstrip("\n"):
        (file.parent / "ours.html").write_text(ours)
        (file.parent / "jinja2.html").write_text(theirs)
        raise SystemExit("bench: the plugin and Jinja2 do not make the same page of the same data")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, required=True, help="an empty one")
    arguments.add_argument("--program", required=True, help="report-benchmark")
    arguments.add_argument("--browser", required=True, help="the browser of all of them")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--reports", type=int, default=200, help="of one measurement")
    arguments.add_argument("--width", type=int, nargs="*", default=[1, 2], help="reports at once")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    file = options.folder / "class.jsonl"
    classroom.write(FOLDER / "samples" / "ordinary.json", file, options.reports)
    check_pages(options.program, file)
    print("The exam report as JPEG; the same data, and for the three with a browser the same page and browser")
    print("  CPU: of all processes, for each report; RSS, PSS: of all processes together, at the highest")
    print("  cold: from the start of the program to its first report; wall: the whole class, after a warm-up")
    for width in options.width:
        compare(options, file, width)


main()
