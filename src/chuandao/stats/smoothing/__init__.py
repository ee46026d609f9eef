"""Exact Gaussian inference on a tree, leaves collapsed by who looked at them."""
