"""Yuanba: the platform with which a residential compound governs itself."""

__version__ = "0.1.0"
