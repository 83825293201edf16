"""The one reader of Chinese: quantities, tagged words, clauses, likeness. Knows no form."""
