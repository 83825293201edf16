"""From a grid of cells to forms, by meaning: labels, headings and vocabulary, not positions."""

from selfeval_assist.documents.recognise.form import LOOKED_FOR, recognise, recognised

__all__ = ["LOOKED_FOR", "recognise", "recognised"]
