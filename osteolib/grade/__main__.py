"""Grade a class: ``python -m osteolib.grade SUBMISSIONS --set estrogen --out grades.csv``."""

from __future__ import annotations

import sys

from osteolib.grade.command import main

if __name__ == "__main__":
    sys.exit(main())
