"""The buttons that save say where the file is, wherever the kernel works."""

import os
from base64 import b64decode
from pathlib import Path

import pytest

from helpers.live.export import place
from helpers.live.room import ROOM
from tests.live.small import coming

SHUT = Path("/proc")  # where even an administrator cannot write; elsewhere a folder without the right to


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder of this test's own."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


PLACES = {
    "the notebook's own folder": ("course/notebooks", Path("~/course/notebooks/coming-1.png")),
    "another folder, as an editor may choose": ("course", Path("~/course/coming-1.png")),
    "the home itself": (".", Path("~/coming-1.png")),
}


@pytest.mark.parametrize("folder, said", PLACES.values(), ids=PLACES)
def test_a_saved_picture_is_where_the_figure_says(home, monkeypatch, folder, said):
    (home / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(home / folder)
    app = coming()
    app.tools.savers[".png"].click()
    assert app.tools.said.value == f"saved {said}" and said.expanduser().read_bytes().startswith(b"\x89PNG")
    app.tools.savers[".png"].click()
    assert app.tools.said.value == f"saved {said.with_name('coming-2.png')}"


def test_outside_the_home_the_whole_path_is_said(home, tmp_path_factory):
    path = tmp_path_factory.mktemp("elsewhere") / "a.png"
    assert place(path) == str(path)


def test_where_nobody_knows_the_home_the_whole_path_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr("helpers.live.export.expanduser", lambda path: path)
    assert place(tmp_path / "a.png") == str(tmp_path / "a.png")


@pytest.mark.parametrize("kind", (".png", ".svg", ".pdf"))
def test_a_folder_that_cannot_be_written_gets_one_sentence(monkeypatch, tmp_path, kind):
    shut = SHUT if SHUT.exists() else tmp_path
    shut.chmod(0o500) if shut is tmp_path else None
    if shut is tmp_path and os.access(shut, os.W_OK):
        pytest.skip("this user can write everywhere")
    monkeypatch.chdir(shut)
    app = coming()
    before = app.canvas.png()
    app.tools.savers[kind].click()
    assert app.tools.said.value.startswith(f"could not write {place(f'coming-1{kind}')}: ")
    assert app.tools.said.value.count("\n") == 0 and app.canvas.png() == before
    assert app.tools.progress.layout.display == "none"


def test_a_folder_that_is_gone_gets_one_sentence(monkeypatch, tmp_path):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    app = coming()
    app.tools.savers[".png"].click()
    assert app.tools.said.value.startswith("could not write coming-1.png: ")


def test_a_figure_comes_to_a_page_on_the_canvas_that_it_has():
    """And stores the picture that a file holds."""
    app = coming()
    canvas = app.canvas
    bundle, _ = app._repr_mimebundle_()
    assert b64decode(bundle["image/png"]) == app.snapshot()
    assert app.canvas is canvas and {"width": canvas.width, "ratio": canvas.ratio} == ROOM.size
