"""The parts of the walk through a form: one module for each step."""
