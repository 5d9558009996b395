"""Pages of cases: what residents report and read, what handlers work on."""
