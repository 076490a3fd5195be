"""A file -> pages of lines and tables, each glyph traced."""
