"""Where money, land and other means raise coverage most: segments, prices, exact and large."""
