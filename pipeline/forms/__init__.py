"""Pages -> one whole form for each programme: profile, headings, page ends, rows rejoined."""
