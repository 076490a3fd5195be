"""The page on which a person reviews an edition, served to this machine alone."""
