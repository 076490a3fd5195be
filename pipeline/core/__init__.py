"""The ground: traced text, pages, the record, findings, text rules, files, lock, cache.  Imports no other room."""
