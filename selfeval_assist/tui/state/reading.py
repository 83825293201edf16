"""Letting a model read the texts of a form, and taking up what it says."""

import asyncio
from collections.abc import Callable
from threading import Event

from selfeval_assist.checks import AskError, ask_about
from selfeval_assist.drafting import Endpoint
from selfeval_assist.drafting.reader import reader
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.terminal.loading import model_ready


async def read(session: Session, endpoint: Endpoint, tell: Callable[[str], None]) -> str:
    """Let a model read the form, off the event loop; what it says goes into the session.

    Args:
        session: the open form.
        endpoint: the model.
        tell: takes what the reading has come to, until it is stopped.

    Returns:
        Why some or all of it was not answered, in Chinese; or an empty string.

    Raises:
        DraftingError: the model cannot be asked.
    """
    about, form = session.form, session.scored_form
    lines: list[str] = []
    loop, stopped = asyncio.get_running_loop(), Event()

    def show(line: str) -> None:
        if not stopped.is_set():
            tell(line)

    def heard(line: str) -> None:
        lines.append(line)
        loop.call_soon_threadsafe(show, line)

    await model_ready()
    ask = reader(form, endpoint, consent=session.leave, tell=heard)

    def ask_on(question: str, /) -> str:
        if stopped.is_set():
            raise AskError
        return ask(question)

    try:
        said = await asyncio.to_thread(ask_about, form, ask_on, session.policy)
    finally:
        # The thread outlives a task that is stopped: it is to ask and to tell nothing more.
        stopped.set()
    session.hear(said, about)
    if not said.unanswered:
        return ""
    why = lines[-1] if lines else "模型没有给出可用的回答。"
    return f"{why} 没有答到的规则仍列为未检查。"
