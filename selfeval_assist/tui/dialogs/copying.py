"""Putting a cell, a text or a whole column on the clipboard of the terminal or the browser."""

from textual.dom import DOMNode

from selfeval_assist.tui.dialogs.choose import Choose
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.words.exporting import COLUMNS, column_text, column_title


def copy(node: DOMNode, name: str, text: str) -> None:
    """Put a text on the clipboard, and say so."""
    if not text.strip():
        node.app.notify("这里没有可以复制的内容。", markup=False)
        return
    node.app.copy_to_clipboard(text)
    node.app.notify(f"已复制{name}（{len(text)} 字），可以粘贴到别处。", markup=False)


def copy_column(node: DOMNode, session: Session, name: str) -> None:
    """Put a column of the indicator table on the clipboard, one line a row; "" asks for which."""
    if name:
        count = len(session.form.indicators)
        copy(node, f"“{column_title(name)}”一列 {count} 行", column_text(session, name))
        return

    def chosen(column: str | None) -> None:
        if column:
            copy_column(node, session, column)

    columns = [(column, column_title(column)) for column in COLUMNS]
    node.app.push_screen(Choose("复制指标表的哪一列？每行一格。", columns, "actual"), chosen)
