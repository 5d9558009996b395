"""The verbs of the console command, one module each."""
