"""What comes out: tables for gradebooks, a page for each student, and one for the teacher."""
