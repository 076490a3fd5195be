"""What an edition prints otherwise than its profile says: labels in new words, read by all else that tells them."""
