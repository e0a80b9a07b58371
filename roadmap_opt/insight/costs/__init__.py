"""What one kilogram costs at each stage of the chain: `stages.py` says what is counted, the other files compute it."""
