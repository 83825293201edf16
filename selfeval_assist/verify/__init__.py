"""Whether a text is supported by a form: a person's own words, and a writer's sentence with slots.

The door; ``__init__.pyi`` lists it, and each name is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
