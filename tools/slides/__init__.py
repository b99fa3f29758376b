"""Slides of each chapter, read off the pages of its lessons: no second text is kept."""
