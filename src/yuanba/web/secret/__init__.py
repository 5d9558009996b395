"""Secret ballots: what a phone asks in JSON, and the pages around it."""
