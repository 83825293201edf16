"""Verification of templates and texts against the fact table."""
