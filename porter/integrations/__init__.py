"""What Porter needs from outside, by capability: each a folder that can be deleted without touching the others."""
