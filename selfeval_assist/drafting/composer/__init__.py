"""The composer's four texts, one module each: facts in, sentence plans out, no model."""
