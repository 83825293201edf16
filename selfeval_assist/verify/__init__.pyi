from .model import Grade as Grade
from .model import Violation as Violation
from .text import contradicting as contradicting
from .text import verify_text as verify_text
