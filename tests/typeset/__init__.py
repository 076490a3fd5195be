"""Booklets made here to be read back: a source says what is meant, a typesetter prints it."""
