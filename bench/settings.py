"""The project's settings with one more address: the same request that writes nothing."""

from yuanba.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
