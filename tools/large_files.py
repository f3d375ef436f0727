"""Name the files that are too large for the repository.

python tools/large_files.py file ...
"""

import sys
from pathlib import Path

LARGEST = 1_500_000  # bytes; the largest notebook may have as many


def main(names):
    """Return a line that names the large ones among some files, or None."""
    large = [name for name in names if Path(name).stat().st_size > LARGEST]
    return f"over {LARGEST / 1e6} MB: {' '.join(large)}" if large else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
