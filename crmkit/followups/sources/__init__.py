"""Hold the due sources: a file each, with the constant `SOURCE`."""
