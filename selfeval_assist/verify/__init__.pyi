from .model import Grade as Grade
from .model import Violation as Violation
from .template import verify_template as verify_template
from .text import contradicting as contradicting
from .text import verify_text as verify_text
