"""One module a lesson, named like its file: `ITEMS`, in the order in which they are asked."""
