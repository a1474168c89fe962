"""How long the commands take that people wait for: medians of five runs.

Compared with starting Python and importing geopandas, in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 5
QUESTION = ["sarjah", "ejaz", "Rasm al-Ward", "istablat", "atarib", "amuda"]
COMMANDS = {
    "python -c 'import geopandas'": ["-c", "import geopandas"],
    "controlmap --help": ["-m", "controlmap", "--help"],
    "controlmap state (six places)": [
        *("-m", "controlmap", "state", *QUESTION, "--on", "2019-12-01")
    ],
    "controlmap check": ["-m", "controlmap", "check"],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each command."""
    medians = {}
    for name, arguments in COMMANDS.items():
        medians[name] = statistics.median(seconds(arguments) for _ in range(RUNS))
    peer = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"{name:32} {median:6.2f} s  {median / peer:5.2f} of importing geopandas")


if __name__ == "__main__":
    main()
