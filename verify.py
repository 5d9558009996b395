"""python verify.py BUNDLE [ROOT]: the verifier, which is one file: src/yuanba/verify.py. Copy that one to take it along."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parent / "src" / "yuanba" / "verify.py"), run_name="__main__")
