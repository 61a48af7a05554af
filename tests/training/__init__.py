"""Tests of the recipe; those that need PyTorch are left out where it is absent."""
