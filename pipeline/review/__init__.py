"""What a person reviews and accepts."""
