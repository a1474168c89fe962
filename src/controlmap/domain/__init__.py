"""What records mean: pure functions and frozen records."""
