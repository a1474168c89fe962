"""From places to areas."""
