"""One form -> one programme of the record, and the front matter; each glyph owned."""
