"""Stills, films and frames for articles, from the command line."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from unit.cli.small_data import names_in

DAY = ("--on", "2019-12-01")
SPAN = ("--from", "2019-11-28", "--to", "2019-12-03")
SMALL = ("--size", "480x300")
RECIPE = """
title = "The recipe's title"
zone = "square"
from = 2019-11-25
to = 2019-12-10
start = 2019-12-02
by = "actor"
language = "ar"
bounds = [36.4, 35.4, 36.7, 35.7]
"""


@pytest.fixture
def recipe(project):
    (project / "map.toml").write_text(RECIPE, "utf-8")
    return ("--recipe", "map.toml")


def text_of(path):
    page = PdfReader(io.BytesIO(path.read_bytes())).pages[0]
    return " ".join(page.extract_text().split())


class TestStill:
    @pytest.mark.parametrize(
        ("ending", "start"),
        [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF"), ("PNG", b"\x89PNG")],
    )
    def test_one_file(self, controlmap, project, ending, start):
        ran = controlmap("still", *DAY, *SMALL, "-o", f"new/day.{ending}")
        assert (ran.code, ran.out) == (0, f"new/day.{ending}\n")
        assert names_in(project / "new") == [f"day.{ending}"]
        assert (project / f"new/day.{ending}").read_bytes().startswith(start)

    def test_size_and_dpi(self, controlmap, project):
        controlmap("still", *DAY, "--size", "a5", "--dpi", "100", "-o", "a.png")
        with Image.open(project / "a.png") as still:
            assert still.size == (827, 583)
        controlmap("still", *DAY, "--size", "1200x630", "-o", "b.png")
        with Image.open(project / "b.png") as still:
            assert still.size == (1200, 630)

    def test_title_day_and_names(self, controlmap, project):
        controlmap("still", *DAY, "--title", "A $day$ & <more>", "-o", "day.pdf")
        text = text_of(project / "day.pdf")
        assert "A $day$ & <more>" in text
        assert "1 December 2019" in text
        assert "Red" in text

    def test_every_option_matters(self, controlmap, project):
        for name, more in {
            "plain": (),
            "actor": ("--by", "actor"),
            "known": ("--as-of", "2019-12-01"),
            "some": ("--only-sources", "wire"),
            "rule": ("--rule", "nearest-with-age"),
            "language": ("--language", "ar"),
            "bounds": ("--bounds", "36.4,35.4,36.7,35.7"),
        }.items():
            ran = controlmap("still", *DAY, *SMALL, *more, "-o", f"{name}.svg")
            assert ran.code == 0
        stills = {path.read_bytes() for path in project.glob("*.svg")}
        assert len(stills) == 7

    def test_a_recipe_says_all_that_no_option_says(self, controlmap, project, recipe):
        words = ("--on", "2019-12-02", "--by", "actor", "--zone", "square")
        words += ("--language", "ar", "--title", "The recipe's title")
        view = ("--bounds", "36.4,35.4,36.7,35.7")
        controlmap("still", *words, *view, *SMALL, "-o", "words.png")
        controlmap("still", *recipe, *SMALL, "-o", "recipe.png")
        one, other = (project / f"{n}.png" for n in ("words", "recipe"))
        assert one.read_bytes() == other.read_bytes()
        controlmap("still", *recipe, *SMALL, "--bounds", "zone", "-o", "zone.png")
        controlmap("still", *words, *SMALL, "-o", "words.png")
        assert (project / "zone.png").read_bytes() == one.read_bytes()


class TestFilm:
    @pytest.mark.parametrize("ending", ["gif", "mp4", "webm"])
    def test_one_file_and_the_same_bytes(self, controlmap, project, ending):
        for name in ("a", "b"):
            ran = controlmap("film", *SPAN, *SMALL, "-o", f"{name}.{ending}")
            assert (ran.code, ran.out) == (0, f"{name}.{ending}\n")
        one, other = (project / f"{name}.{ending}" for name in ("a", "b"))
        assert one.read_bytes() == other.read_bytes()

    def test_step_and_speed(self, controlmap, project):
        words = (*SPAN, *SMALL, "--step", "2", "--fps", "4")
        controlmap("film", *words, "-o", "film.gif")
        with Image.open(project / "film.gif") as film:
            assert film.n_frames == 4  # 28 and 30 November, 2 and 3 December
            assert film.info["duration"] == 250
            assert film.size == (480, 300)

    def test_days_of_a_recipe(self, controlmap, project, recipe):
        controlmap("film", *recipe, *SMALL, "--step", "5", "-o", "film.gif")
        controlmap("film", *recipe, *SMALL, "--from", "2019-12-08", "-o", "end.gif")
        for name, frames in {"film": 4, "end": 3}.items():
            with Image.open(project / f"{name}.gif") as film:
                assert film.n_frames == frames


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("still", "--on", "soon", "-o", "x.png"), "'soon' is no day"),
        (("still", "-o", "x.png"), "no day: name it, or a --recipe"),
        (("still", *DAY, "-o", "x.tiff"), "'.tiff' is not one of .png, .svg, .pdf"),
        (("still", *DAY, "--size", "big", "-o", "x.png"), "size 'big' is none of a3"),
        (("still", *DAY, "--dpi", "5", "-o", "x.png"), "dpi 5 is not between"),
        (("still", *DAY, "--by", "party", "-o", "x.png"), "'party' is not one of"),
        (("still", *DAY, "--rule", "mine", "-o", "x.png"), "'mine' is not one of"),
        (("still", *DAY, "--zone", "none", "-o", "x.png"), "no zone 'none'"),
        (("still", *DAY, "--language", "xx", "-o", "x.png"), "language 'xx'"),
        (("still", *DAY, "--bounds", "1,2,3", "-o", "x.png"), "'1,2,3' is not west"),
        (("still", *DAY, "--bounds", "4,2,3,5", "-o", "x.png"), "is not west"),
        (("still", *DAY, "--bounds", "a,b,c,d", "-o", "x.png"), "is not west"),
        (("still", *DAY, "--bounds", "0,0,200,1", "-o", "x.png"), "are not (west"),
        (("still", *DAY, "--only-sources", "no", "-o", "x.png"), "'no': no "),
        (("still", "--recipe", "no.toml", "-o", "x.png"), "no.toml: no such recipe"),
        (("film", "--from", "2019-12-01", "-o", "x.gif"), "no day: name it"),
        (("film", *SPAN[:2], "--to", "2019-01-01", "-o", "x.gif"), "is before"),
        (("film", *SPAN, "-o", "x.avi"), "one of .gif, .mp4, .webm"),
        (("film", *SPAN, "--size", "481x300", "-o", "x.mp4"), "an even width"),
        (("film", *SPAN, "--step", "0", "-o", "x.gif"), "every 0 days"),
        (("film", *SPAN, "--fps", "99", "-o", "x.gif"), "99 frames a second"),
    ],
)
def test_what_cannot_be_carried_out_writes_nothing(controlmap, project, words, message):
    before = names_in(project)
    ran = controlmap(*words)
    assert (ran.code, ran.out) == (2, "")
    assert message in " ".join(ran.err.replace("│", " ").split())
    assert names_in(project) == before


@pytest.mark.parametrize(
    "words", [("still", *DAY, "-o", "old.png"), ("film", *SPAN, "-o", "old.gif")]
)
def test_broken_data_leave_the_old_picture(controlmap, broken, words):
    (broken / words[-1]).write_text("old")
    ran = controlmap(*words)
    assert (ran.code, ran.out) == (1, "")
    assert "[unknown-place]" in ran.err
    assert (broken / words[-1]).read_text() == "old"


class TestEmbed:
    @pytest.fixture
    def page(self, controlmap, project):
        controlmap("map", *DAY, "-o", "day.html", "--title", 'A "day" & more')
        return project / "day.html"

    @pytest.mark.usefixtures("page")
    def test_a_frame(self, controlmap):
        ran = controlmap("embed", "day.html#date=2019-12-01&z=9", "--height", "480")
        assert ran.code == 0
        assert ran.lines == [
            '<iframe src="day.html?embed#date=2019-12-01&amp;z=9"',
            'title="A &quot;day&quot; &amp; more"',
            'width="100%" height="480" style="border: 0" loading="lazy"',
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox '
            'allow-downloads"></iframe>',
        ]
        assert "no picture for links" in ran.err

    @pytest.mark.usefixtures("page")
    def test_day_and_address(self, controlmap):
        words = ("--date", "2019-11-30", "--base-url", "https://example.org/maps")
        ran = controlmap("embed", "day.html?a=1#date=2019-12-01&z=9", *words)
        address = "https://example.org/maps/day.html?a=1&amp;embed"
        assert ran.lines[0] == f'<iframe src="{address}#date=2019-11-30&amp;z=9"'

    def test_it_says_where_the_picture_is(self, controlmap, project):
        for name, more in {
            "a": "",
            "b": '\nbase_url = "https://example.org/m/"',
        }.items():
            (project / f"{name}.toml").write_text(
                RECIPE.replace('"ar"', '"en"') + "card = 2019-12-01" + more, "utf-8"
            )
        ran = controlmap("build", "a.toml", "b.toml")
        assert [line.split()[0] for line in ran.lines] == [
            "a.html",
            "a.card.png",
            "b.html",
            "b.card.png",
        ]
        assert "a.card.png; most networks want" in controlmap("embed", "a.html").err
        assert controlmap("embed", "b.html").err == (
            "picture for links: https://example.org/m/b.card.png\n"
        )
        assert controlmap("build", "--check", "a.toml").code == 0
        (project / "a.card.png").write_bytes(b"old")
        ran = controlmap("build", "--check", "a.toml")
        assert ran.code == 1
        assert ran.out.startswith("a.card.png: not what its recipe")

    @pytest.mark.usefixtures("page")
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("nothing.html",), "nothing.html"),
            (("data/datapackage.json",), "no page that 'controlmap' has made"),
            (("day.html", "--date", "soon"), "'soon' is no day"),
            (("day.html", "--height", "0"), "0 is no height"),
            (("day.html", "--base-url", "ftp://x"), "'ftp://x' is no address"),
        ],
    )
    def test_what_cannot_be_carried_out(self, controlmap, words, message):
        ran = controlmap("embed", *words)
        assert (ran.code, ran.out) == (2, "")
        assert message in " ".join(ran.err.split())
