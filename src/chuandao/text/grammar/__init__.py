"""A shallow grammar of official language: verbs, subjects, objects, phrases."""
