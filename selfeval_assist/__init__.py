"""Fill, score, check and write a project-expenditure performance self-evaluation form.

``load``, ``check``, ``score``, ``draft`` and ``export`` are what other programs use; docs/python.md
shows them. Each is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

__version__ = "0.1.0"
