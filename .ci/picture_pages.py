"""Take the pictures of the printed pages: the examples, one in every layout, a filled blank form.

Needs LibreOffice, pdftoppm and a Chinese font.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from selfeval_assist.documents import read
from selfeval_assist.documents.blanks.fill import fill_template
from selfeval_assist.layouts import available
from selfeval_assist.reports.export import export_form
from selfeval_assist.resources import folder

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "pages"
EXAMPLES = ("finished", "shanghai-integration", "shanghai-maintenance")
DOTS = 100
"""Dots per inch of the pictures."""


def print_out(document: Path, name: str, only: int = 0) -> None:
    """Write a document's pages as ``name-1.png`` and so on, or one of them as ``name.png``."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", document.parent, document],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    pdf = document.with_suffix(".pdf")
    chosen = ["-f", str(only), "-l", str(only), "-singlefile"] if only else []
    asked = ["pdftoppm", "-r", str(DOTS), "-gray", "-png", *chosen, pdf, PAGES / name]
    subprocess.run(asked, check=True)
    pdf.unlink()


def main() -> None:
    """Take all pictures."""
    sys.path.insert(0, str(ROOT / "tests"))
    import blank_forms

    PAGES.mkdir(parents=True, exist_ok=True)
    for old in PAGES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place:
        for example in EXAMPLES:
            (form,) = read(folder("examples") / f"{example}.json")
            for kind in ("xlsx", "docx"):
                path = Path(place) / f"{example}.{kind}"
                export_form(form, path, overwrite=False)
                print_out(path, f"{example}-{kind}")
        (form,) = read(folder("examples") / "finished.json")
        for layout in (each for each in available() if each.id != "central"):
            path = Path(place) / f"{layout.id}.xlsx"
            export_form(form, path, overwrite=False, layout=layout, tell=print)
            print_out(path, f"layout-{layout.id}-xlsx")
        files = export_form(form, Path(place), overwrite=True, formats=(), pages=("report",))
        print_out(files[0], "finished-report", only=2)
        blank = blank_forms.document(Path(place) / "blank.docx")
        filled = Path(place) / "filled.docx"
        fill_template(blank, form, filled)
        print_out(filled, "template-docx")


if __name__ == "__main__":
    main()
