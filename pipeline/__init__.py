"""Turn a year's booklet of support programmes into checked, typed records."""

__version__ = "0.1.0"
