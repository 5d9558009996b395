"""Owners' assemblies and committees."""
