"""Servers and kernels of a class on one machine that start from one process which has imported everything already.

A server of JupyterLab and a kernel with the course's packages are the same thousands of modules for every student.
Started in the usual way, each student reads and keeps them alone; here `source` imports them once, every student is a
fork of it that gives up its rights before anything of the student's is read, and the system keeps one copy of what
nobody changes. `spawner` is what JupyterHub is told to use, `provisioner` what a student's server starts kernels with,
and `forks` how one process asks another for a fork. Linux only: elsewhere servers start in the usual way.
"""

SERVER_MODULE = "jupyterhub.singleuser"
KERNEL_MODULE = "ipykernel_launcher"
