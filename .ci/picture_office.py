"""Take the pictures of what a batch leaves for a department of forty forms: docs/office.md.

Needs LibreOffice, pdftoppm, Chromium and a Chinese font; runs after ``picture_pages``, which clears
the folder.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from picture_pages import PAGES, ROOT, print_out
from picture_served import PROGRAMS

WIDTHS, SCALE = (1200, 500), 0.7
TABLES = ("问题清单", "汇总表", "部门汇总", "汇总分析报告")
NAMES = dict(zip(TABLES, ("issues", "summary", "rollup", "analysis"), strict=True))
COMMAND = ("--sender", "清河市财政局", "--deadline", "2026年2月20日", "--date", "2026年1月30日")


def main() -> None:
    """Take all pictures."""
    sys.path.insert(0, str(ROOT / "tests"))
    import department
    from playwright.sync_api import sync_playwright

    from selfeval_assist.cli import run

    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        out = Path("结果").absolute()
        department.make(Path("报送"))
        run(["batch", "报送", "--into", "结果", *COMMAND])
        with sync_playwright() as play:
            program = next(filter(None, map(shutil.which, PROGRAMS)))
            browser = play.chromium.launch(executable_path=program)
            for width in WIDTHS:
                page = browser.new_page(
                    viewport={"width": width, "height": 800}, device_scale_factor=SCALE
                )
                page.goto((out / "汇总报告.html").as_uri())
                page.screenshot(path=PAGES / f"report-{width}.png", full_page=True)
            browser.close()
        for table, name_ in NAMES.items():
            found = next(out.glob(f"{table}.*"))
            print_out(found, f"office-{name_}", only=1)
        letter = sorted((out / "退回意见").iterdir())[0]
        print_out(letter, "return-letter-1", only=1)


if __name__ == "__main__":
    main()
