"""`python -m yuanba`: the console command without its script."""

import sys

from yuanba.config.cli import main

sys.exit(main())
