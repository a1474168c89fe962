import io
import json

import pytest

from controlmap.io import files
from controlmap.io.dataset import read_dataset
from unit.cli.small_data import break_data, names_in

CORE = ("--place", "Far", "--source", "wire[para 2]", "--valid", "2019-12-01")
HELD = (*CORE, "--event", "held", "--controllers", "blue")
NEW = ("--source", "agency-7", "--publisher", "Agency", "--title", "Report of a fight")


@pytest.fixture
def add(controlmap, project, monkeypatch):
    """Run the command with these answers, one a line, and no more."""

    def run(*words, answers=()):
        text = "".join(f"{answer}\n" for answer in answers)
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        return controlmap("add", *words)

    return run


@pytest.fixture
def data(project):
    return project / "data"


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def last_row(folder, table="control_changes"):
    return (folder / f"{table}.csv").read_text("utf-8").splitlines()[-1]


class TestOptions:
    def test_a_row_is_appended_and_nothing_else_changes(self, add, data):
        before = bytes_in(data)
        ran = add(*HELD, "--yes")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == "data/control_changes.csv:8: wire-far-held\n"
        row = (
            "wire-far-held,far,2019-12-01,,held,controlled,blue,,wire[para 2],,,"
            "medium,,exact,stands,,,\n"
        )
        before["control_changes.csv"] += row.encode()
        assert bytes_in(data) == before

    def test_options_alone_are_enough(self, add, data):
        assert add(*HELD).code == 0
        assert last_row(data).startswith("wire-far-held,")

    def test_every_field_has_its_option(self, add, data):
        more = {
            "status": "shared",
            "controllers": "blue;red-army",
            "previous": "red",
            "sequence": "2",
            "place-precision": "near",
            "confidence": "low",
            "outcome": "denied",
            "denied-by": "late",
            "claimed-by": "blue",
            "reported-on": "2019-12-03",
            "also-at": "Other; Another",
            "supersedes": "seven",
            "note": 'two words, "quoted"',
        }
        add(*HELD, "--yes", "--place", "Far")
        path = data / "control_changes.csv"
        path.write_text(path.read_text("utf-8").replace("wire-far-held", "seven"))
        words = [word for name, text in more.items() for word in (f"--{name}", text)]
        ran = add(*CORE, "--event", "captured", *words, "--yes")
        assert ran.code == 0, ran.err
        assert last_row(data) == (
            "wire-far-captured,far,2019-12-01,2,captured,shared,blue;red-army,red,"
            "wire[para 2],Other; Another,2019-12-03,low,blue,near,denied,late,seven,"
            '"two words, ""quoted"""'
        )

    def test_a_new_source_goes_with_it(self, add, data):
        ran = add(
            *HELD,
            *NEW,
            "--perspective",
            "red",
            "--url",
            "https://agency.example/7",
            "--published-on",
            "2019-12-02",
            "--accessed-on",
            "2020-01-01",
            "--language",
            "en",
            "--licence",
            "Facts only",
            "--yes",
        )
        assert ran.code == 0, ran.err
        assert ran.lines == [
            "data/sources.csv:5: agency-7",
            "data/control_changes.csv:8: agency-7-far-held",
        ]
        assert last_row(data, "sources") == (
            "agency-7,Agency,Report of a fight,https://agency.example/7,2019-12-02,"
            "2020-01-01,red,agency,en,Facts only"
        )
        record = read_dataset(data).changes[-1]
        assert str(record.source) == "agency-7"
        assert record.reported.text == "2019-12-02"

    def test_another_source_of_a_publisher_is_like_the_last(self, add, data):
        words = ("--source", "wire-2", "--publisher", "Wire", "--title", "Report")
        assert add(*HELD, *words, "--yes").code == 0
        assert last_row(data, "sources") == "wire-2,Wire,Report,,,,independent,wire,,"

    def test_an_identifier_that_is_taken_gets_a_number(self, add):
        add(*HELD, "--yes")
        ran = add(*HELD, "--valid", "2019-12-05", "--yes")
        assert ran.out.endswith(":9: wire-far-held-2\n")

    def test_the_events_usual_status_is_taken(self, add, data):
        add(*CORE, "--event", "clashes", "--controllers", "blue;red", "--yes")
        assert ",clashes,contested,blue;red," in last_row(data)
        add(*CORE, "--event", "withdrew", "--previous", "blue", "--yes")
        assert ",withdrew,unknown,,blue," in last_row(data)

    def test_what_is_worth_a_look_is_said_and_written(self, add):
        ran = add(*HELD, "--valid", "2019-12-20", "--yes")
        assert ran.code == 0
        assert ran.err == (
            "control_changes.csv:8:valid: begins after it was reported, on 2019-12-02 "
            "[reported-before] (warning)\n"
        )


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (HELD[:-2], 1, "names no side, but controlled has one side [sides-of-status]"),
        ((*HELD, "--status", "presence"), 1, "[status-of-event]"),
        ((*HELD, "--confidence", "sure"), 1, "'sure' is not in the list"),
        ((*HELD, "--previous", "blue"), 1, "[loser-not-holder]"),
        ((*HELD, "--denied-by", "nobody"), 1, "no source 'nobody' [unknown-source]"),
        ((*HELD, "--supersedes", "nothing"), 1, "[unknown-change]"),
        ((*HELD, "--sequence", "0"), 1, "[out-of-range]"),
        ((*HELD, *NEW, "--perspective", "green"), 1, "no actor 'green'"),
        (
            (*HELD, *NEW, "--perspective", "red", "--chain", "wire"),
            1,
            "[chain-perspectives]",
        ),
        ((*HELD, "--note", "one\ntwo"), 2, "note: has a line break"),
        ((*HELD, "--place", "Twin"), 2, "several places have this name"),
        ((*HELD, "--place", "Alpa"), 2, "did you mean: alpha"),
        ((*HELD, "--place", "Army of Red"), 2, "an actor (red-army), not a place"),
        ((*HELD, "--valid", "soon"), 2, "'soon' is no EDTF level 1 date"),
        ((*HELD, "--event", "lost"), 2, "'lost' is no event; allowed: captured,"),
        ((*HELD, "--status", "lost"), 2, "'lost' is no status; allowed: contested,"),
        ((*HELD, "--controllers", "blu"), 2, "no actor 'blu'; did you mean 'blue'?"),
        ((*HELD, "--source", "Wire"), 2, "'Wire' is not written as it must be"),
        ((*HELD, "--source", "wirre"), 2, "no source 'wirre'; did you mean 'wire'?"),
        ((*HELD, "--source", "wirre"), 2, "needed: --publisher, --title, --persp"),
        ((*HELD, *NEW), 2, "still needed: --perspective"),
        (
            (*HELD, "--title", "x"),
            2,
            "'wire' is in sources.csv already; leave out --ti",
        ),
        (("--place", "Far"), 2, "still needed: --source, --valid, --event"),
    ],
)
def test_what_is_not_right_leaves_the_data_as_they_were(
    add, data, words, code, message
):
    before = bytes_in(data)
    ran = add(*words, "--yes")
    assert (ran.code, ran.out) == (code, "")
    assert message in " ".join(ran.err.replace("│", " ").split())
    assert bytes_in(data) == before


def test_data_with_errors_get_no_row(add, data):
    break_data(data)
    before = bytes_in(data)
    ran = add(*HELD, "--yes")
    assert (ran.code, ran.out) == (1, "")
    assert "[unknown-place]" in ran.err
    assert bytes_in(data) == before


def test_where_the_second_file_cannot_be_written_the_first_is_put_back(
    add, data, monkeypatch
):
    before, calls, move = bytes_in(data), [], files.replace_file

    def fail_second(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError("disk full")
        return move(source, target)

    monkeypatch.setattr(files, "replace_file", fail_second)
    ran = add(*HELD, *NEW, "--perspective", "red", "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "controlmap: disk full\n"
    assert bytes_in(data) == before
    assert [path.name for path in calls[:2]] == ["sources.csv", "control_changes.csv"]


class TestQuestions:
    ANSWERS = (
        "Twin",  # two places: asked again
        "High Village",
        "Wire 2",  # no identifier
        "agency-7[para 1]",
        "Agency",
        "Report of a fight",
        "https://agency.example/7",
        "2019-13-01",  # no date
        "2019-12-02",
        "",
        "purple",  # no perspective
        "independent",
        "",
        "en",
        "",
        "",  # a day is needed
        "2019-11-28",
        "captured",
        "contested",  # no status of this event
        "",
        "grey",  # no party
        "blue",
        "red-army",
        "",
        "high",
        "",
        "blue",
        "",
    )

    def test_everything_is_asked_until_the_answer_will_do(self, add, data):
        ran = add(answers=(*self.ANSWERS, "y"))
        assert ran.code == 0, ran.err
        assert ran.lines == [
            "data/sources.csv:5: agency-7",
            "data/control_changes.csv:8: agency-7-alpha-captured",
        ]
        assert last_row(data, "sources") == (
            "agency-7,Agency,Report of a fight,https://agency.example/7,2019-12-02,,"
            "independent,agency,en,"
        )
        assert last_row(data) == (
            "agency-7-alpha-captured,alpha,2019-11-28,,captured,controlled,blue,"
            "red-army,agency-7[para 1],,,high,blue,exact,stands,,,"
        )
        for words in (
            "several places have this name: twin-north, twin-south",
            "'Wire 2' is not written as it must be",
            "'agency-7' is a new source",
            "is no EDTF level 1 date",
            "that is none of the choices",
            "an answer is needed",
            "event [captured/recaptured/handed_over/",
            "status [controlled/shared] (controlled)",
            "parties: red, red-army, blue",
            "no actor 'grey'",
            "place precision [exact/near/area] (exact)",
            "change_id: agency-7-alpha-captured",
        ):
            assert words in ran.err, words

    @pytest.mark.parametrize("last", [("n",), ()], ids=["no", "no answer"])
    def test_without_a_yes_nothing_is_written(self, add, data, last):
        before = bytes_in(data)
        ran = add(answers=(*self.ANSWERS, *last))
        assert (ran.code, ran.out) == (2, "")
        assert "nothing was written" in ran.err
        assert bytes_in(data) == before

    def test_answers_that_end_early(self, add, data):
        before = bytes_in(data)
        ran = add(answers=self.ANSWERS[:5])
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith("no answer; nothing was written\n")
        assert bytes_in(data) == before

    def test_what_is_given_is_not_asked(self, add, data):
        rest = ("incident", "", "", "", "", "", "", "y")
        ran = add(*CORE, answers=rest)
        assert ran.code == 0, ran.err
        assert "place:" not in ran.err
        assert last_row(data) == (
            "wire-far-incident,far,2019-12-01,,incident,unknown,,,wire[para 2],,,"
            "medium,,exact,stands,,,"
        )

    def test_an_error_that_the_check_finds_is_told_before_any_yes(self, add, data):
        before = bytes_in(data)
        words = (*CORE, "--status", "presence")
        ran = add(*words, answers=("held", "blue", "", "", "", "", "", "y"))
        assert (ran.code, ran.out) == (1, "")
        assert "[status-of-event]" in ran.err
        assert "append it?" not in ran.err
        assert bytes_in(data) == before


def test_a_row_of_a_new_place_needs_the_place_first(add, data):
    path = data / "places.geojson"
    places = json.loads(path.read_text("utf-8"))
    assert add(*HELD, "--place", "Newtown", "--yes").code == 2
    new = json.loads(json.dumps(places["features"][0]).replace("lpha", "newtown"))
    new["properties"] |= {"place_id": "newtown", "name": "Newtown"}
    new["geometry"]["coordinates"] = [36.2, 35.2]
    places["features"].append(new)
    path.write_text(json.dumps(places), "utf-8")
    assert add(*HELD, "--place", "Newtown", "--yes").code == 0
    assert not [name for name in names_in(data) if "writing" in name]
