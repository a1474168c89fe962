"""What the spellings of one name share, and what tells two names apart."""

from __future__ import annotations

import pytest

from controlmap.domain.spelling import spelling_of, spellings_of

SAME = [
    ("article, with and without", "al-Mazra", "Mazra"),
    ("article before a sun letter", "ash-Shams", "Al Shams"),
    ("article before a sun letter, dotted", "aţ Ţayr", "el-Tayr"),
    ("article inside a name", "Umm an-Nasr", "Umm al Nasr"),
    ("tell", "Tell Sabt", "Tal Sabt"),
    ("tell, doubled", "Tall Sabt", "Til Sabt"),
    ("kafr", "Kafr Lab", "Kfar Lab"),
    ("kafr, another vowel", "Kafer Lab", "Kefr Lab"),
    ("one word or two", "Kafrlab", "Kafr Lab"),
    ("maarrat", "Ma'arrat Lab", "Maaret Lab"),
    ("feminine ending in construct", "Khirbat Lab", "Kherbet Lab"),
    ("feminine ending, written or not", "Khirba Lab", "Khirbat Lab"),
    ("feminine ending at the end", "Mazrah", "Mazreh"),
    ("deir", "Deir Lab", "Dayr Lab"),
    ("umm", "Umm Lab", "Om Lab"),
    ("umm, French", "Oum Lab", "Umm Lab"),
    ("abu", "Abu Lab", "Abou Lab"),
    ("ayn", "Ain Lab", "Ayn Lab"),
    ("sheikh", "Sheikh Lab", "Shaykh Lab"),
    ("sheikh, French", "Cheïkh Lab", "Shaykh Lab"),
    ("doubled letters", "Hammam", "Hamam"),
    ("hamza and ayn marks", "Ra's al-`Ayn", "Ras al Ayn"),
    ("hamza and ayn marks, printed", "Ra’s al ‘Ayn", "Ras al Ayn"),
    ("long i", "Wazir", "Wazeer"),
    ("long u", "Zaytun", "Zaytoun"),
    ("emphatic letters", "Ḩiţāţ", "Hitat"),
    ("z with a cedilla", "Abū az̧ Z̧ahr", "Abu al-Dhahr"),
    ("an h that joins no letter", "Isḩaq", "Is'haq"),
    ("q and k", "Qatra", "Katra"),
    ("French j", "Djabra", "Jabra"),
    ("French w", "Ouadi Lab", "Wadi Lab"),
    ("capitals", "TALL SABT", "tall sabt"),
    ("ordinals", "46th Regiment", "Regiment 46"),
    ("what stands in brackets", "Lab (observation post)", "Lab"),
]


@pytest.mark.parametrize(
    ("one", "other"), [row[1:] for row in SAME], ids=[row[0] for row in SAME]
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert spelling_of(one).key == spelling_of(other).key


ARABIC = [
    ("تل سبت", "Tell Sabt"),
    ("التل", "al-Tall"),
    ("كفر لاب", "Kafr Lab"),
    ("معرة لاب", "Ma'arrat Lab"),
    ("خربة المرج", "Khirbat al-Marj"),
    ("أم الشمس", "Umm ash-Shams"),
    ("الشيخ مصطفى", "Sheikh Mustafa"),
    ("رأس العين", "Ra's al-Ayn"),
    ("أبو الظهر", "Abu al-Dhahr"),
    ("اصطبلات", "Istablat"),
    ("مبطوحة", "Mabtuhah"),
    ("وادي لاب", "Wadi Lab"),
    ("يافا", "Yafa"),
    ("قلعـــة", "Qal'ah"),
    ("مَزْرَع", "Mazra'"),
]


@pytest.mark.parametrize(("arabic", "latin"), ARABIC)
def test_both_scripts_have_one_key(arabic, latin):
    assert spelling_of(arabic).key == spelling_of(latin).key
    assert spelling_of(arabic).is_arabic
    assert not spelling_of(latin).is_arabic


APART = [
    ("Tall Sabt", "Tall Zabt"),
    ("Hama", "Harma"),
    ("Sabt", "Shabt"),
    ("Khamra", "Hamra"),
    ("Bayt Lab", "Bayt Labt"),
    ("Tall Lab", "Lab"),
    ("Base 12", "Base 13"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_names_have_other_keys(one, other):
    assert spelling_of(one).key != spelling_of(other).key


QUALIFIED = [
    ("Lab al-Kabir", {"great"}),
    ("Lab Kabeer", {"great"}),
    ("Lab Kabirah", {"great"}),
    ("Lab al-Kubra", {"great"}),
    ("Lab Saghir", {"little"}),
    ("لاب صغيرة", {"little"}),
    ("Lab Gharbi", {"west"}),
    ("Lab Gharbiyah", {"west"}),
    ("Western Lab", {"west"}),
    ("Lab Sharqi", {"east"}),
    ("Lab ash-Shamali", {"north"}),
    ("Lab Shamaliyah", {"north"}),
    ("Lab al-Qibli", {"south"}),
    ("Lab Janoubi", {"south"}),
    ("Lab Fawqani", {"upper"}),
    ("Lab Tahtani", {"lower"}),
    ("Lab Sharqi Kabir", {"east", "great"}),
    ("Lab", set()),
]


@pytest.mark.parametrize(("name", "qualifiers"), QUALIFIED)
def test_what_tells_neighbours_apart_stands_beside_the_key(name, qualifiers):
    spelling = spelling_of(name)
    assert spelling.qualifiers == qualifiers
    assert spelling.key == spelling_of("Lab").key


def test_a_word_that_is_all_of_a_name_is_its_key():
    assert spelling_of("Al Kabir").key == "kbr"
    assert spelling_of("Al Kabir").qualifiers == frozenset()


KINDS = [
    ("Lab airbase", "airbase"),
    ("Lab Military Airport", "airbase"),
    ("مطار لاب", "airbase"),
    ("Lab checkpoint", "checkpoint"),
    ("111th Regiment base", "base"),
    ("Mount Lab", "hill"),
    ("Jabal Lab", "hill"),
    ("Lab hill", "hill"),
    ("Lab Dam", "dam"),
    ("Lab", ""),
    ("Town of Lab", ""),
]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_a_word_says_the_kind(name, kind):
    assert spelling_of(name).kind == kind
    assert spelling_of(name).key in {spelling_of("Lab").key, "111"}


@pytest.mark.parametrize("name", ["Tell Dam", "Tall Dam", "تل دم"])
def test_a_hill_of_a_kind_is_a_name(name):
    assert spelling_of(name).kind == ""
    assert spelling_of(name).key == "tldm"


def test_an_arabic_kind_behind_a_name_is_part_of_it():
    assert spelling_of("Lab al-Jabal").kind == ""
    assert spelling_of("Lab al-Jabal").key == "lbjbl"


@pytest.mark.parametrize("name", ["", " ", "---", "'"])
def test_nothing_has_no_key(name):
    assert spelling_of(name).key == ""


@pytest.mark.parametrize("name", ["al", "Umm", "Ali", "Ayn"])
def test_short_names_have_a_key(name):
    assert spelling_of(name).key


def test_many_names_are_as_one():
    names = [name for row in SAME for name in row[1:]] + ["", "two\nlines"]
    assert spellings_of(names) == [spelling_of(name) for name in names]
    assert spellings_of([]) in ([], [spelling_of("")])
