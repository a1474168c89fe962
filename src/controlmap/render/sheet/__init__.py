"""A day of a map as a sheet to print or a frame of a film, drawn by Matplotlib."""
