"""What a teacher is told when grading cannot start, and a student when a file cannot be graded."""


class GradeError(Exception):
    """Something that the person who grades has to put right first; its message says what and how."""


class UnusableError(Exception):
    """A submitted file that holds no answers; its message is for the student."""
