"""From a series to a page."""
