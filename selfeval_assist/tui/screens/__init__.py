"""The screens; each has a style sheet of the same name beside it."""
