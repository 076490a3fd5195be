"""Facts: typed values read from canonical text, each with the words it was read from."""
