"""Deviations, cause first: what is asked before a text is written."""
