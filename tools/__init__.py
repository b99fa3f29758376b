"""Author's commands: set up, find a browser, write notebooks, build and serve the book."""
