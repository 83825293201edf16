"""What a part says when a text would leave this machine."""

from collections.abc import Callable

from textual.message import Message

from selfeval_assist.drafting import Endpoint


class Consent(Message):
    """A draft would leave this machine, and nobody has allowed the endpoint yet.

    Attributes:
        endpoint: where it would go.
        then: what goes on when the person allows it.
    """

    def __init__(self, endpoint: Endpoint, then: Callable[[], object]) -> None:
        super().__init__()
        self.endpoint = endpoint
        self.then = then
