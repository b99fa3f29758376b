"""The course inside the browser: a JupyterLite site beside the book, in which Python runs in the reader's page."""
