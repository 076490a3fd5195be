"""A text that says who may apply -> typed conditions."""
