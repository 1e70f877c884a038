"""Labels in place of names over a whole study."""
