"""Where benchmarks keep the converted embedding model between runs."""

import tempfile
from pathlib import Path
from typing import Final

MODELS: Final = Path(tempfile.gettempdir()) / "isthmus-benchmark-models"
