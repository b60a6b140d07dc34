"""A link that opens a figure: what it says, that it is read back, and that nothing of it is run."""

from urllib.parse import urlencode

import pytest

from helpers import apps
from helpers.live import links


@pytest.mark.parametrize("name", apps.FIGURES)
def test_the_link_of_a_figure_opens_that_figure(name):
    app = getattr(apps, name)()
    assert apps.linked(links.written(name, app.state)).call == app.call


def test_a_link_says_numbers_and_words_as_they_are():
    state = apps.magic(learning_rate=0.4, kept={"seed": 3}).state
    said = links.written("magic", state)
    assert said.startswith("figure=magic&model=sine&learning_rate=0.4&batch_size=4&")
    assert apps.linked(said).state == state
    assert apps.linked("figure=magic&learning_rate=0.4").words == apps.magic(learning_rate=0.4).words


@pytest.mark.parametrize(
    "value, arguments",
    [
        ("0.4", {"x": 0.4}),
        ("-1e3", {"x": -1000.0}),
        ("sine", {"x": "sine"}),
        ("least+squares", {"x": "least squares"}),
        ("%27a%27", {"x": "a"}),
        ("True", {"x": True}),
        ("(1,+2)", {"x": (1, 2)}),
        ("", {"x": ""}),
        ("%00", {"x": "\0"}),
        ("(" * 300, {"x": "(" * 300}),
        ("open(%27a%27)", {"x": "open('a')"}),
    ],
)
def test_a_value_is_a_literal_or_else_a_word(value, arguments):
    assert links.read(f"figure=magic&x={value}") == ("magic", arguments)


@pytest.mark.parametrize(
    "address, said",
    [
        ("", "figure must be one of .*magic.*; got ''"),
        ("figure=os", "figure must be one of .*; got 'os'"),
        ("figure=predict", "figure must be one of .*; got 'predict'"),
        ("figure=magic&learning_rate=20", "learning_rate must be a number between 0.001 and 10; got 20"),
        ("figure=magic&model=cubic", "model must be one of sine, .*; got 'cubic'"),
        ("figure=magic&rate=1", r"magic\(\) got an unexpected keyword argument 'rate'"),
        ("figure=magic&" + "x" * 2000, "a link must have at most 2000 characters; got 2013"),
    ],
)
def test_a_wrong_link_is_answered_in_one_sentence(address, said):
    with pytest.raises((ValueError, TypeError), match=f"^{said}\\.$"):
        apps.linked(address)


@pytest.mark.parametrize("quoted", ["%s", "'%s'", '"%s"', '"""\n%s\n"""', "'; %s #", "0.4\n%s", "f'{%s}'"])
def test_nothing_of_a_link_is_run(quoted, tmp_path):
    code = quoted % f"__import__('os').mkdir('{tmp_path / 'made'}')"
    with pytest.raises(ValueError, match=r"^learning_rate must be a number between 0.001 and 10; got "):
        apps.linked(urlencode({"figure": "magic", "learning_rate": code}))
    assert not (tmp_path / "made").exists()
