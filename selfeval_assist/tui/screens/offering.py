"""Offering what windows left unsaved that ended, where it fits no form as it stands."""

from pathlib import Path

from selfeval_assist.tui.dialogs.confirm import Confirm
from selfeval_assist.tui.screens.bringing import Bringing
from selfeval_assist.tui.state.left import Left, left, rescue
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words import unsaved


def offer(screen: Bringing, known: set[Path]) -> None:
    """Ask once about what was left unsaved; name the files that cannot be read.

    What fits its form is not asked about: it is there when the form is opened.

    Args:
        screen: the list of forms.
        known: the files that were offered or named before; those of this time are added.
    """
    with told(screen):
        every, broken = left(screen.workspace)
        found = [each for each in every if each.standing != "fits" and each.path not in known]
        broken = tuple(path for path in broken if path not in known)
        known.update(broken, (each.path for each in found))
        if broken:
            words = unsaved.unreadable(broken)
            screen.notify(words, severity="warning", timeout=15, markup=False)
        if found:
            _ask(screen, found)


def _ask(screen: Bringing, found: list[Left]) -> None:
    def answered(agreed: bool | None) -> None:
        if not agreed:
            return
        count = 0
        with told(screen):
            for each in found:
                count += rescue(screen.workspace, each, person=screen.person) is not None
        if count:
            screen.notify(unsaved.stored(count), timeout=15, markup=False)
        screen.fill()

    question = unsaved.offered(found)
    screen.app.push_screen(Confirm(question, unsaved.STORE, unsaved.LATER), answered)
