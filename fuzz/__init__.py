"""Coverage-guided search for texts that break a reader: ``make fuzz``, or ``python -m fuzz facts``."""
