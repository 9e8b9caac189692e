"""How the scorer is held against its peers: made-up documents, adapters, comparisons, speed. Not needed to score."""
