"""What a sweep found: one small record per run, and the statistics over all of them."""
