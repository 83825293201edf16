"""Files to forms and back. Nothing in a file is trusted; everything printed in it is kept.

The door; ``__init__.pyi`` lists it, and each name is loaded when it is first used: a form kept as
.json needs no parser of other formats and no writer.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
