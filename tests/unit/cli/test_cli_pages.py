import re

import pytest

from controlmap import timelines as flow
from controlmap.io import files
from controlmap.io.manifest import without_manifest
from unit.cli.small_data import break_data, names_in

DAY = ("--on", "2019-12-01")
SPAN = ("--from", "2019-11-25", "--to", "2019-12-10")
RECIPE = """
title = "{title}"
zone = "square"
from = 2019-11-25
to = 2019-12-10
"""


@pytest.fixture
def maps(project):
    """Two recipes in ``maps``."""
    folder = project / "maps"
    folder.mkdir()
    for name in ("first", "second"):
        text = RECIPE.format(title=f"The {name} map")
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def pages_in(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.html")}


def requests_of(page):
    """Addresses that a page would load by itself."""
    return re.findall(
        r"""<(?:script|img|iframe)[^>]+src=|<link[^>]+href=|@import""", page
    )


class TestMap:
    def test_one_file_with_its_title(self, controlmap, project):
        ran = controlmap("map", *DAY, "-o", "new/day.html", "--title", "A <day> & more")
        assert (ran.code, ran.out) == (0, "new/day.html\n")
        assert names_in(project / "new") == ["day.html"]
        page = (project / "new" / "day.html").read_text("utf-8")
        assert "<title>A &lt;day&gt; &amp; more</title>" in page
        assert requests_of(page) == []

    @pytest.mark.parametrize(
        ("language", "root"),
        [("ar", 'lang="ar" dir="rtl"'), ("fr", 'lang="fr" dir="ltr"')],
    )
    def test_in_a_language(self, controlmap, project, language, root):
        ran = controlmap("map", *DAY, "-o", "day.html", "--language", language)
        assert ran.code == 0
        assert f"<html {root}>" in (project / "day.html").read_text("utf-8")

    @pytest.mark.parametrize("command", [("map", *DAY), ("animate", *SPAN)])
    def test_no_language_that_it_has_no_words_of(self, controlmap, project, command):
        ran = controlmap(*command, "-o", "day.html", "--language", "xx")
        assert ran.code == 2
        assert "'xx' is not one of en, ar, fr, tr" in ran.err
        assert not (project / "day.html").exists()

    def test_twice_the_same_bytes(self, controlmap, project):
        for name in ("one", "two"):
            controlmap("map", *DAY, "-o", f"{name}.html")
        pages = pages_in(project)
        assert pages["one.html"] == pages["two.html"]

    def test_it_says_whose_reports_it_is_made_from(self, controlmap, project):
        heard = ("--perspective", "independent", "--policy", "adverse")
        controlmap("map", *DAY, "-o", "one.html", *heard)
        controlmap("animate", *SPAN, "-o", "all.html", "--only-sources", "wire, late")
        told = {
            "one.html": "Only sources of these perspectives: independent. A party",
            "all.html": "Only these sources: wire, late.</p>",
        }
        for name, words in told.items():
            assert f'<p dir="auto">{words}' in (project / name).read_text("utf-8")

    def test_by_actor_as_of_and_some_sources_differ(self, controlmap, project):
        for name, more in {
            "plain": (),
            "actor": ("--by", "actor"),
            "known": ("--as-of", "2019-12-01"),
            "some": ("--only-sources", "wire"),
        }.items():
            assert controlmap("map", *DAY, *more, "-o", f"{name}.html").code == 0
        assert len(set(pages_in(project).values())) == 4


class TestAnimate:
    def test_one_file(self, controlmap, project):
        ran = controlmap("animate", *SPAN, "-o", "film.html")
        assert (ran.code, ran.out) == (0, "film.html\n")
        page = (project / "film.html").read_text("utf-8")
        assert requests_of(page) == []
        assert page.count("<!DOCTYPE html>") + page.count("<!doctype html>") == 1

    def test_a_range_of_one_day_is_a_map(self, controlmap, project):
        controlmap("animate", "--from", DAY[1], "--to", DAY[1], "-o", "film.html")
        controlmap("map", *DAY, "-o", "map.html")
        assert len(set(pages_in(project).values())) == 1

    def test_a_range_that_ends_before_it_starts(self, controlmap, project):
        words = ("--from", "2019-12-01", "--to", "2019-11-30")
        ran = controlmap("animate", *words, "-o", "film.html")
        assert (ran.code, ran.out) == (2, "")
        assert "2019-11-30 is before 2019-12-01" in " ".join(ran.err.split())
        assert not (project / "film.html").exists()


@pytest.mark.parametrize("command", [("map", *DAY), ("animate", *SPAN)])
class TestFilesBeside:
    def test_page_script_and_style(self, controlmap, project, command):
        ran = controlmap(*command, "-o", "site/day.html", "--assets", "sidecar")
        names = ["day.html", "day.css", "day.js"]
        assert ran.code == 0
        assert ran.out.split() == [f"site/{name}" for name in names]
        assert names_in(project / "site") == sorted(names)
        page = (project / "site" / "day.html").read_text("utf-8")
        assert requests_of(page) == ['<link rel="stylesheet" href=', "<script src="]
        assert "script-src 'self'; style-src 'self'; img-src data:;" in page

    def test_twice_the_same_bytes(self, controlmap, project, command):
        for folder in ("one", "two"):
            controlmap(*command, "-o", f"{folder}/day.html", "--assets", "sidecar")
        for name in names_in(project / "one"):
            first, second = (project / f / name for f in ("one", "two"))
            assert first.read_bytes() == second.read_bytes()

    def test_an_old_page_stays_with_its_files_where_one_fails(
        self, controlmap, project, command, monkeypatch
    ):
        (project / "day.html").write_text("old")
        (project / "day.css").write_text("old")
        calls = []

        def fail_at_the_page(source, target):
            calls.append(target)
            if target.suffix == ".html" and len(calls) == 3:
                raise OSError("disk full")
            return source.replace(target)

        monkeypatch.setattr(files, "replace_file", fail_at_the_page)
        ran = controlmap(*command, "-o", "day.html", "--assets", "sidecar")
        assert (ran.code, ran.err.endswith("disk full\n")) == (2, True)
        assert (project / "day.html").read_text() == "old"
        assert (project / "day.css").read_text() == "old"
        assert not (project / "day.js").exists()

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("-o", "a.htm", "--assets", "sidecar"), "beside it ends in .html"),
            (("-o", "a.html", "--assets", "cdn"), "is not one of inline, sidecar"),
        ],
    )
    def test_what_cannot_be(self, controlmap, project, command, words, message):
        ran = controlmap(*command, *words)
        assert ran.code == 2
        assert message in " ".join(ran.err.split())
        assert "a.htm" not in " ".join(names_in(project))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("map", "--on", "soon"), "'soon' is no day"),
        (("map", *DAY, "--by", "party"), "'party' is not one of actor, bloc"),
        (("map", *DAY, "--zone", "nowhere"), "controlmap: no zone 'nowhere'"),
        (("animate", "--from", "2019", "--to", "2019-12-01"), "'2019' is no day"),
        (("animate", *SPAN, "--as-of", "2019"), "'2019' is no day"),
        (("animate", "--from", "2019-12-01"), "--to"),
    ],
)
def test_what_cannot_be_carried_out_writes_nothing(controlmap, project, words, message):
    before = names_in(project)
    ran = controlmap(*words, "-o", "page.html")
    assert (ran.code, ran.out) == (2, "")
    assert message in " ".join(ran.err.split())
    assert names_in(project) == before


@pytest.mark.parametrize(
    "words", [("map", *DAY), ("animate", *SPAN)], ids=["map", "film"]
)
class TestWhereItFails:
    def test_broken_data_leave_the_old_page(self, controlmap, broken, words):
        (broken / "page.html").write_text("old")
        before = names_in(broken)
        ran = controlmap(*words, "-o", "page.html")
        assert (ran.code, ran.out) == (1, "")
        assert "[unknown-place]" in ran.err
        assert (broken / "page.html").read_text() == "old"
        assert names_in(broken) == before

    def test_a_page_that_cannot_be_made_leaves_the_old_one(
        self, controlmap, project, words, monkeypatch
    ):
        (project / "page.html").write_text("old")
        before = names_in(project)

        def fail(*given):
            raise OSError("disk full")

        monkeypatch.setattr(files, "replace_file", fail)
        ran = controlmap(*words, "-o", "page.html")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith("controlmap: disk full\n")
        assert (project / "page.html").read_text() == "old"
        assert names_in(project) == before

    def test_a_folder_where_the_page_should_be(self, controlmap, project, words):
        (project / "page.html").mkdir()
        before = names_in(project)
        ran = controlmap(*words, "-o", "page.html")
        assert (ran.code, ran.out) == (2, "")
        assert "page.html" in ran.err
        assert names_in(project) == before


class TestBuild:
    def test_all_recipes_and_the_index(self, controlmap, maps):
        ran = controlmap("build")
        assert ran.code == 0
        assert [line.split()[0] for line in ran.lines] == [
            "maps/first.html",
            "maps/second.html",
            "maps/coverage.html",
            "maps/index.html",
        ]
        assert all(re.search(r"  \d+ kB$", line) for line in ran.out.splitlines())
        pages = pages_in(maps)
        assert sorted(pages) == [
            "coverage.html",
            "first.html",
            "index.html",
            "second.html",
        ]
        assert b"<title>The first map</title>" in pages["first.html"]
        index = pages["index.html"].decode()
        assert index.index("first.html") < index.index("second.html")
        assert index.index("second.html") < index.index('href="./coverage.html"')
        assert b"Records of 2019-11-25 to 2019-12-10" in pages["coverage.html"]
        assert requests_of(index) == []

    def test_a_second_time_nothing_is_written(self, controlmap, maps):
        controlmap("build")
        before = {path: path.stat().st_mtime_ns for path in maps.iterdir()}
        ran = controlmap("build")
        assert ran.code == 0
        assert all(line.endswith("unchanged") for line in ran.lines)
        assert {path: path.stat().st_mtime_ns for path in maps.iterdir()} == before

    def test_only_what_differs_is_written(self, controlmap, maps):
        controlmap("build")
        (maps / "second.html").write_text("old")
        ran = controlmap("build")
        assert [line.endswith("unchanged") for line in ran.lines] == [
            True,
            False,
            True,
            True,
        ]

    def test_one_recipe_leaves_the_others_and_the_index(self, controlmap, maps):
        ran = controlmap("build", "maps/second.toml")
        assert [line.split()[0] for line in ran.lines] == ["maps/second.html"]
        assert sorted(pages_in(maps)) == ["second.html"]

    def test_the_page_stands_beside_its_recipe(self, controlmap, maps, project):
        (project / "elsewhere").mkdir()
        (maps / "first.toml").rename(project / "elsewhere" / "mine.toml")
        controlmap("build", "elsewhere/mine.toml")
        assert names_in(project / "elsewhere") == ["mine.html", "mine.toml"]

    def test_it_is_the_page_that_animate_writes(self, controlmap, maps, project):
        controlmap("build", "maps/first.toml")
        controlmap("animate", *SPAN, "--title", "The first map", "-o", "film.html")
        one, other = (
            without_manifest(path.read_text("utf-8"))
            for path in (maps / "first.html", project / "film.html")
        )
        assert one == other

    def test_check_says_what_would_differ_and_writes_nothing(self, controlmap, maps):
        ran = controlmap("build", "--check")
        assert ran.code == 1
        assert [line.partition(":")[0] for line in ran.lines] == [
            "maps/first.html",
            "maps/second.html",
            "maps/coverage.html",
            "maps/index.html",
        ]
        assert pages_in(maps) == {}
        controlmap("build")
        ran = controlmap("build", "--check")
        assert (ran.code, ran.out) == (0, "4 pages are up to date\n")

    def test_check_names_the_pages_that_are_not_what_they_should_be(
        self, controlmap, maps
    ):
        controlmap("build")
        (maps / "second.html").write_text("old")
        ran = controlmap("build", "--check")
        assert ran.code == 1
        [line] = ran.lines
        assert line.startswith(
            "maps/second.html: not what its recipe and the data give"
        )
        assert (maps / "second.html").read_text() == "old"

    @pytest.mark.usefixtures("maps")
    def test_check_of_one_recipe(self, controlmap):
        controlmap("build", "maps/first.toml")
        assert controlmap("build", "--check", "maps/first.toml").code == 0
        assert controlmap("build", "--check", "maps/second.toml").code == 1

    def test_where_the_second_page_cannot_be_made_none_is_written(
        self, controlmap, maps, monkeypatch
    ):
        controlmap("build")
        (maps / "first.html").write_text("old")
        before = names_in(maps)
        make = flow.render_page

        def fail_later(series, style, **more):
            if "second" in style.title:
                raise OSError("no memory")
            return make(series, style, **more)

        monkeypatch.setattr(flow, "render_page", fail_later)
        ran = controlmap("build")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.endswith("controlmap: no memory\n")
        assert (maps / "first.html").read_text() == "old"
        assert names_in(maps) == before

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("title = ", "maps/second.toml: not readable as TOML"),
            ("zone = 'square'", "maps/second.toml:from: the key is missing"),
            (
                RECIPE.format(title="x") + "colour = 1",
                "maps/second.toml:colour: no such key",
            ),
            (
                RECIPE.format(title="x").replace("square", "circle"),
                "controlmap: no zone 'circle'",
            ),
            (
                RECIPE.format(title="x") + "only_sources = ['nobody']",
                "controlmap: 'nobody': no ",
            ),
        ],
    )
    def test_a_recipe_that_cannot_be_carried_out(self, controlmap, maps, text, message):
        (maps / "second.toml").write_text(text)
        ran = controlmap("build")
        assert (ran.code, ran.out) == (2, "")
        assert message in ran.err
        assert pages_in(maps) == {}

    @pytest.mark.usefixtures("maps")
    def test_no_such_recipe(self, controlmap):
        ran = controlmap("build", "maps/third.toml")
        assert (ran.code, ran.err) == (
            2,
            "controlmap: maps/third.toml: no such recipe\n",
        )

    @pytest.mark.usefixtures("project")
    def test_no_recipe_at_all(self, controlmap):
        ran = controlmap("build")
        assert ran.code == 2
        assert "no recipe named, and none in maps/" in " ".join(ran.err.split())

    @pytest.mark.parametrize("words", [(), ("--check",)])
    def test_broken_data_leave_all_as_it_was(self, controlmap, maps, project, words):
        controlmap("build")
        before = pages_in(maps)
        break_data(project / "data")
        ran = controlmap("build", *words)
        assert (ran.code, ran.out) == (1, "")
        assert "[unknown-place]" in ran.err
        assert pages_in(maps) == before
        assert len(names_in(maps)) == 6
