"""``python -m controlmap``."""

from controlmap.cli.main import main

main()
