"""Kernels that are forked from a process which has already imported the stack; knows nothing of regions."""
