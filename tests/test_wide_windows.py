"""Summaries of many days in the record, beside precise reports of the same events."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from controlmap.io.dataset import read_dataset

DATA = Path(__file__).parent.parent / "data"
CASES = [
    # place, the summary's window, day of the precise reports, who held it after
    ("saraqib", "2020-01-29~/2020-02-09", "2020-02-06", "syrian-arab-army"),
    ("nairab", "2020-01-29~/2020-02-09", "2020-02-03", "syrian-arab-army"),
    ("tall-at-tukan", "2020-01-29~/2020-02-09", "2020-02-05", "syrian-arab-army"),
    ("tel-bajer", "2020-01-29~/2020-02-09", "2020-02-08", "syrian-arab-army"),
    ("kafr-battikh", "2020-01-29~/2020-02-09", "2020-01-30", "syrian-arab-army"),
    ("jarjanaz", "2019-12-19/2019-12-26", "2019-12-23", "syrian-arab-army"),
    ("maarrat-al-numan", "2019-12-19/2020-02-05", "2020-01-28", "syrian-arab-army"),
    ("kafr-uwayd", "2020-02-24/2020-03-02", "2020-02-29", "opposition"),
    (
        "abu-dali-maarrat-al-numan",
        "2017-12-21/2017-12-31",
        "2017-12-29",
        "syrian-arab-army",
    ),
]


@pytest.fixture(scope="module")
def data():
    return read_dataset(DATA)


@pytest.mark.parametrize(("place", "window", "day", "holder"), CASES)
def test_a_summary_never_overrides_a_precise_report(data, place, window, day, holder):
    records = data.changes_by_place[place]
    assert any(c.valid.text == window and c.sets_control for c in records)
    on = date.fromisoformat(day)
    state = data.state_on(on).of(place)
    assert (state.status, state.controllers) == ("controlled", (holder,))
    assert state.since == on
    told = {c.change_id for c in records if c.valid.text == window}
    assert told & set(state.evidence)
    eve = data.state_on(on - timedelta(1)).of(place)
    assert eve.controllers != (holder,)


def test_a_summary_does_not_undo_a_recapture(data):
    # Taken on 3 February, retaken by the 7th; the summary of the 9th tells of the 3rd.
    for day in ("2020-02-08", "2020-02-09", "2020-02-10"):
        state = data.state_on(day).of("nairab")
        assert state.controllers == ("opposition",)
        assert not state.is_broken
