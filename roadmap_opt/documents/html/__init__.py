"""Documents as pages: one self-contained HTML file each, in both languages, without any network."""
