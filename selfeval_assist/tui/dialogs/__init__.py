"""Dialogs over a screen: one question each, and what the person answered."""
