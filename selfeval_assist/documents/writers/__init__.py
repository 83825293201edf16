"""From a form to a file in the official layout."""
