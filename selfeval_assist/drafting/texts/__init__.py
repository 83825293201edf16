"""The texts of a form, one module each.

A new one needs a module here and a line in a policy or a place in a layout.
"""

import importlib
import pkgutil
from functools import cache

from selfeval_assist.drafting.texts.kind import Material, Must, TextKind
from selfeval_assist.facts.deviating import budget_deviates
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import choose
from selfeval_assist.policies import Policy, place_of

__all__ = ["Material", "Must", "TextKind", "further_of", "kind_of", "kinds", "tasks_of"]


@cache
def kinds() -> dict[str, TextKind]:
    """Return every kind of text by its id."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    loaded = (importlib.import_module(f"{__name__}.{name}") for name in modules)
    return {each.TEXT.id: each.TEXT for each in loaded if hasattr(each, "TEXT")}


def kind_of(task: str) -> TextKind:
    """Return a kind of text by its id.

    Raises:
        KeyError: there is none.
    """
    return kinds()[task]


def further_of(form: SelfEvaluation, policy: Policy) -> tuple[str, ...]:
    """Return the names of the further texts of a form: those of its layout, then of its policy."""
    printed = choose(form, policy.id, place_of(form)).texts
    return tuple(dict.fromkeys((*printed, *policy.texts.also)))


def tasks_of(form: SelfEvaluation, policy: Policy) -> tuple[str, ...]:
    """Return the texts that a form has, in the order in which they are drafted.

    A text of its layout for which there is no module is a person's to write.
    """
    drafted = (each for each in further_of(form, policy) if each in kinds())
    return ("planned", "actual", "budget", "deviation", *drafted)


def jobs_of(material: Material, tasks: tuple[str, ...] = ()) -> tuple[tuple[str, int | None], ...]:
    """Return the texts that one form needs, each with its row or None.

    Args:
        material: the form.
        tasks: the kinds that are wanted; by default those of its layout and policy.
    """
    found: list[tuple[str, int | None]] = []
    for task in tasks or tasks_of(material.form, material.policy):
        if kind_of(task).by_row:
            found += [(task, row) for row in material.deviating]
        elif task != "budget" or budget_deviates(material.form, material.sheet, material.policy):
            found.append((task, None))
    return tuple(found)
