"""Grading a class: submissions rebuilt, run in a sandbox, judged, and told to students and teacher."""
