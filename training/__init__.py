"""The recipe that trains a starter package: from pairs of sentences to an installed package."""
