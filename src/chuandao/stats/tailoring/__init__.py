"""Is what is done to subjects tailored to how serious each of them is, or the same for all?"""
