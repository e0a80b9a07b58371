"""Making a regret matrix: own plans of the scenarios, every plan in every other world, journal and resume, pages."""
