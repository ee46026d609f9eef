"""Evidence of every kind as working responses, and the source the level rests on."""
