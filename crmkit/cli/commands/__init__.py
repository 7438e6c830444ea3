"""Hold one command in each file; adding a file adds a command."""
