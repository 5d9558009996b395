"""The pages of grid work: the worker's three queues, tasks of the grids, the admitted list."""
