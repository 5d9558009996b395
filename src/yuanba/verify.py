"""The stand-alone verifier of published bundles: one file, standard library only, no database."""
