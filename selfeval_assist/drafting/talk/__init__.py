"""Talking about one text: changes, reasons, and facts that a person adds."""
