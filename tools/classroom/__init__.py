"""A class on this machine: a real JupyterHub on loopback, simulated students, and what they cost."""
