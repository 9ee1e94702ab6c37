"""Starting and running Casework on a machine. Nothing here needs more than Python itself."""
