"""Make a class: ``python -m tools.made_class FOLDER``."""

from tools.made_class.making import main

main()
