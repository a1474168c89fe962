"""An end that nobody names is open in the answer too, not the first of all days."""

from __future__ import annotations

from datetime import date

from builders import change, dataset


def state_on(day, *changes):
    return dataset(changes).state_on(day).of("village")


def test_a_change_before_a_day_has_an_open_start():
    state = state_on("2019-11-01", change("a", "../2019-12-01", "captured", "blue"))
    assert state.status == "changing"
    assert state.since is None
    assert state.window == (None, date(2019, 12, 1))


def test_a_change_after_a_day_that_nobody_dates_has_an_open_end():
    state = state_on("2020-01-01", change("a", "2019-12-01/..", "captured", "blue"))
    assert state.since == date(2019, 12, 1)
    assert state.window == (date(2019, 12, 1), None)


def test_a_presence_says_how_far_its_report_reaches():
    post = change("a", "2019-10-01/2019-12-20", "presence_established", "blue")
    (presence,) = state_on("2019-10-02", post).presence
    assert presence.last_report == date(2019, 10, 2)
    assert presence.reported_through == date(2019, 12, 20)
    spells = (
        dataset([post]).history("village").spells(date(2019, 10, 1), date(2020, 1, 1))
    )
    assert [day for day, _ in spells] == [date(2019, 10, 1)]
