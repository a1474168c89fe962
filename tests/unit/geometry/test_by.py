"""Maps are by actor or by bloc, and by nothing else."""

from __future__ import annotations

import pytest

from builders import change, dataset
from controlmap.build import Atlas
from controlmap.geometry.place_report import place_reports

DATASET = dataset([change("a", "2019-12-01", "captured", "blue-army")])


def test_another_word_is_refused():
    with pytest.raises(ValueError, match="by is 'actor' or 'bloc', not 'Bloc'"):
        Atlas(DATASET, zone="square").layers("2019-12-02", by="Bloc")
    with pytest.raises(ValueError, match="by is 'actor' or 'bloc', not 'party'"):
        place_reports(DATASET.state_on("2019-12-02"), ["village"], by="party")
