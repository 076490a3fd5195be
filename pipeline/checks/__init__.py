"""Findings about a whole booklet; golden; what other engines read."""
