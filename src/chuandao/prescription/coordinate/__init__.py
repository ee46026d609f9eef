"""Silos broken (打破壁壘): duties named, joint meetings, task forces, data shared."""
