"""Many booklets, on a cluster."""
