"""Which file: the editions in ``raw/``, their ``origin.toml``, media types, office documents, where outputs lie."""
