"""An unknown document -> the draft of a profile for the form that it repeats."""
