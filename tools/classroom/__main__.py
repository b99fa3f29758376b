"""Make a class: ``python -m tools.classroom FOLDER``."""

from tools.classroom.making import main

main()
