from .api import check as check
from .api import draft as draft
from .api import draft_many as draft_many
from .api import export as export
from .api import load as load
from .api import score as score

__version__: str
