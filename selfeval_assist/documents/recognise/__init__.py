"""From a grid of cells to forms, by meaning: labels, headings and vocabulary, not positions."""

from selfeval_assist.documents.recognise.form import NO_FORM, recognise, recognised

__all__ = ["NO_FORM", "recognise", "recognised"]
