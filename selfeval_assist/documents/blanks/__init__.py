"""A unit's own blank form, filled in place."""
