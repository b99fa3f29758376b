"""The site as it is published: every release at an address of its own, none of which ever goes dead."""
