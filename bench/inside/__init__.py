"""What the rows run in processes of a deployment. Each module takes one JSON object and answers with one."""

import json
import sys
from collections.abc import Callable
from typing import Any


def answer(work: Callable[..., dict[str, Any]]) -> None:
    """Django is set up, `work` gets the values of the command line, its answer is printed."""
    set_up()
    print(json.dumps(work(**json.loads(sys.argv[1]))))


def set_up() -> None:
    """Django is ready in the deployment that the environment names."""
    from yuanba.config import cli

    cli.set_up()
