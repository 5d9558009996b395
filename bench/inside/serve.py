"""Becomes the web process of `yuanba serve`: python -m bench.inside.serve PORT WORKERS."""

import os
import sys

from bench.inside import set_up

if __name__ == "__main__":
    set_up()
    from yuanba.config.verbs.serve import children

    web = children("127.0.0.1", int(sys.argv[1]), int(sys.argv[2]), 15)[0]
    os.execv(web.command[0], web.command)
