"""Every trick that touches what Textual and Rich do not promise, in one place.

Textual and Rich wrap lines at white space only, so a run of Chinese characters counts as one word:
gaps after Latin text, lines that begin with a comma, amounts cut in two or from their unit.
``fix_wrapping`` replaces the two patterns that cut text into chunks. If a release moves them,
wrapping is only less pretty.
"""

import contextlib
import os
import re

# Read once, when textual is first imported: without it input methods lose long commits.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

_OPENING = "“‘（《〈【「『〔"
_CLOSING = "”’）》〉】」』〕，。；：？！、…—·％℃"
_HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# One Han character, a number with its unit (36.8万元, 12月) where that fits a narrow cell, or one
# run of anything else; closing
# marks stay with what they close and opening marks with what they open.
_RUN = rf"[^\s{_HAN}{_OPENING}{_CLOSING}]"
_CHUNK = (
    rf"[{_OPENING}]*(?:{_RUN}{{0,5}}\d[万亿]?[{_HAN}]|[{_HAN}]|{_RUN}+|[{_CLOSING}])[{_CLOSING}]*\s*"
    rf"|[{_OPENING}]+\s*"
)


def fix_wrapping() -> None:
    """Let Textual and Rich break lines between Chinese characters, and amounts stay whole."""
    with contextlib.suppress(ImportError, AttributeError):
        from textual import _wrap as textual_wrap

        if isinstance(textual_wrap.re_chunk, re.Pattern):
            textual_wrap.re_chunk = re.compile(_CHUNK + r"|\s+")
    with contextlib.suppress(ImportError, AttributeError):
        from rich import _wrap as rich_wrap

        if isinstance(rich_wrap.re_word, re.Pattern):
            rich_wrap.re_word = re.compile(rf"\s*(?:{_CHUNK})")


def translate() -> None:
    """Put the one key that a list of choices shows in the footer into Chinese."""
    with contextlib.suppress(ImportError, AttributeError, KeyError):
        from dataclasses import replace

        from textual.widgets._select import SelectOverlay

        if merged := SelectOverlay._merged_bindings:
            keys = merged.key_to_bindings
            keys["escape"] = [replace(each, description="收起") for each in keys["escape"]]
