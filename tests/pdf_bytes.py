"""PDF files written by hand, so that a test says where each sign stands, in which font and how.

Nothing is compressed; the fonts are the standard ones, and one whose ``.`` has a box of a dot.
"""

from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 600, 400
_DOT = b"600 0 0 0 100 100 d1 0 0 100 100 re f"
_BAR = b"600 0 0 0 500 700 d1 0 0 500 700 re f"
_STANDARD = ("Helvetica", "Times-Roman", "Courier")
_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    b"1 begincodespacerange <00> <ff> endcodespacerange\n"
    b"1 beginbfrange <20> <7e> <0020> endbfrange endcmap end end"
)


def page(content: str, *, rotate: int = 0) -> bytes:
    """Return a PDF of one page.

    Args:
        content: what is drawn; the fonts are ``/F1`` to ``/F3`` (Helvetica, Times, Courier) and
            ``/F4``, each of whose signs has its own box, as LibreOffice writes some fonts.
        rotate: degrees clockwise by which a viewer turns the page.
    """
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotate}"
            "/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R/F3 7 0 R/F4 8 0 R>>>>>>"
        ).encode(),
        _stream(content.encode("latin-1")),
        *(f"<</Type/Font/Subtype/Type1/BaseFont/{name}>>".encode() for name in _STANDARD),
        (
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[.001 0 0 .001 0 0]"
            "/FirstChar 32/LastChar 126"
            f"/Widths[{'600 ' * 95}]/ToUnicode 11 0 R/Resources<<>>"
            "/CharProcs<</dot 9 0 R/bar 10 0 R>>"
            f"/Encoding<</Type/Encoding/Differences[32{'/bar' * 12}/dot/bar/dot{'/bar' * 80}]>>>>"
        ).encode(),
        _stream(_DOT),
        _stream(_BAR),
        _stream(_UNICODE),
    ]
    return file_of(objects)


def file_of(objects: Sequence[bytes], info: int | None = None) -> bytes:
    """Return a PDF file of numbered objects; the first is its root, one may tell its properties."""
    out = b"%PDF-1.5\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    told = b"" if info is None else b"/Info %d 0 R" % info
    end = b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (count, told, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (count, table, end)


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(data), data)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the lines of a table with these grid lines, in points from the lower left corner."""
    across = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    down = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return "\n".join([*across, *down, ""])


Run = tuple[str, float, str, float]
"""Font (``F1``), size, text, and by how much it is raised above the baseline."""


def text(x: float, y: float, runs: Iterable[Run], matrix: str = "1 0 0 1") -> str:
    """Return the runs of one line that begins at a place, each behind the other."""
    shown = " ".join(
        f"/{font} {size} Tf {rise} Ts ({words}) Tj" for font, size, words, rise in runs
    )
    return f"BT {matrix} {x} {y} Tm {shown} ET\n"
