"""The console command `yuanba`."""


def main() -> int:
    """Runs the verb named on the command line; returns its exit code."""
    return 0
