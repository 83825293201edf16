"""What several drafts of one run have in common: when it ends, and whether the server is gone."""

import time
from dataclasses import dataclass, field

from selfeval_assist.drafting.connection.rate import Gate
from selfeval_assist.drafting.errors import DraftingError


@dataclass(slots=True)
class Run:
    """One run over several texts, such as all of a form.

    Attributes:
        seconds: how long the whole run may take, from its beginning.
        lost: why the server is not asked any more, or None.
        plain: whether the server takes only requests without extra parameters.
        gate: lets its calls through; None until the first one makes one for its endpoint.
        watched: whether each sentence is judged and told when it arrives, before all are there.
    """

    seconds: float
    lost: DraftingError | None = None
    plain: bool = False
    gate: Gate | None = None
    watched: bool = True
    _begun: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds that are left; none once the time is over."""
        return max(0.0, self._begun + self.seconds - time.monotonic())
