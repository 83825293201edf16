"""The steps of the walk, each with what is left to do there."""

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from selfeval_assist.tui.words.keys import STEPS
from selfeval_assist.tui.parts.base import Part


class Steps(OptionList):
    """One line a step, in the order of the walk."""

    def __init__(self) -> None:
        options = (Option(title, id=name) for name, title in STEPS.items())
        super().__init__(*options, id="steps", markup=False, compact=True)

    def tell(self, parts: Mapping[str, Part]) -> None:
        """Show what is left to do in the parts that are there already."""
        for index, (name, title) in enumerate(STEPS.items()):
            part = parts.get(name)
            label = f"{index + 1} {title} {part.left if part else ''}".rstrip()
            if str(self.get_option_at_index(index).prompt) != label:
                self.replace_option_prompt_at_index(index, Content(label))
