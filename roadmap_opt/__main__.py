"""`python -m roadmap_opt` does what the command `roadmap-opt` does."""

from roadmap_opt.cli import main

main()
