"""Write the tables of the causes into the case and what they leave into the truth.

Run ``python scripts/qinghe/tables`` with numpy installed, after ``scripts/qinghe/evidence.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tables.build import main

main()
