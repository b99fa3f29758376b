"""The explorer: a model's curves under sliders, on a static page, in a notebook, in print and to a screen reader."""

from osteolib.explorer.errors import CannotExplore
from osteolib.explorer.making import explore
from osteolib.explorer.page import page_script, page_style
from osteolib.explorer.widget import Explorer

__all__ = ["CannotExplore", "Explorer", "explore", "page_script", "page_style"]
