"""Fill, score, check and write a project-expenditure performance self-evaluation form."""

__version__ = "0.1.0"
