"""A page that is a picture: its rules, and its words by recognition."""
