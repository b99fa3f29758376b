"""The whole course as one zip file that needs no server and no network."""
