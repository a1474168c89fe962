"""Files to records, records and layers to files."""
