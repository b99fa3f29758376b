"""A made-up class of submissions with known marks, for the test of the grader."""
