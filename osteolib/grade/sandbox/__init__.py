"""A place for answers that may do anything: each in a process of its own, enclosed, limited, and gone afterward.

What leaves it is plain data. What it does not stop is told in ``instructor/README.md``.
"""

from osteolib.grade.sandbox.limits import Limits
from osteolib.grade.sandbox.sandbox import Answer, Prepared, Sandbox, SetupFailed

__all__ = ["Answer", "Limits", "Prepared", "Sandbox", "SetupFailed"]
