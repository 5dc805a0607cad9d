"""Jinja2 and Playwright drawing a class's reports, as report-benchmark does: says when, and waits to be measured.

usage: playwright_peer.py new-page|same-page CLASS COUNT WIDTH BROWSER
"""

import asyncio
import itertools
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright
from template import ExamReport


class Drawing:
    def __init__(self, browser: Browser, students: list[str], keeps_pages: bool) -> None:
        self.browser = browser
        self.students = students
        self.keeps_pages = keeps_pages
        self.report = ExamReport()

    async def page(self) -> Page:
        size = self.report.settings["page"]
        return await self.browser.new_page(viewport=size, device_scale_factor=self.report.settings["scale"])

    async def draw(self, number: int, page: Page | None) -> int:
        own = page or await self.page()
        await own.set_content(self.report.html(self.students[number % len(self.students)]))
        picture = await own.screenshot(type="jpeg", quality=self.report.settings["quality"], full_page=True)
        if page is None:
            await own.close()
        return len(picture)

    async def draw_many(self, count: int, width: int, pages: list[Page | None]) -> int:
        numbers = itertools.count()

        async def worker(page: Page | None) -> int:
            size = 0
            while (number := next(numbers)) < count:
                size += await self.draw(number, page)
            return size

        return sum(await asyncio.gather(*(worker(page) for page in pages[:width])))


async def main(way: str, file: str, count: int, width: int, executable: str) -> None:
    students = Path(file).read_text().splitlines()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable)
        drawing = Drawing(browser, students, keeps_pages=way == "same-page")
        pages = [await drawing.page() if drawing.keeps_pages else None]
        say(f"first {await drawing.draw(0, pages[0])}")
        while len(pages) < width:
            pages.append(await drawing.page() if drawing.keeps_pages else None)
        await drawing.draw_many(4 * width, width, pages)
        say("ready")
        size = await drawing.draw_many(count, width, pages)
        say(f"done {size // count}")
        await asyncio.to_thread(sys.stdin.read)
        await browser.close()


def say(line: str) -> None:
    print(line, flush=True)


asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]))
