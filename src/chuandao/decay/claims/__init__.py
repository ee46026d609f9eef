"""What estimates and claims rest on: weights, strength, sensitivity, errors of deficits."""
