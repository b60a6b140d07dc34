"""The site as it is built: its pages, its links, the notebooks that it opens live."""

import json
import os
import posixpath
import re
import subprocess
from html.parser import HTMLParser
from importlib import import_module
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import numpy as np
import pytest
from PIL import Image

from helpers import apps
from helpers.apps import FIGURES, magic
from helpers.live.layers import composed
from tests.conftest import NOTEBOOKS
from tools.browser import decoded
from tools.site import pictures

pytestmark = [pytest.mark.site, pytest.mark.slow]
PYTHON = NOTEBOOKS.parent / ".venv-site" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "srcset"), ("source", "src"), ("iframe", "src")}


class Page(HTMLParser):
    """What a page links to, what it loads, its tags, ids and alternative texts, and its text outside code."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.alternatives, self.ids, self.tags, self.text, self.code = [], [], [], [], set(), "", 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.code += tag in ("pre", "code")
        for name, value in attributes:
            if name == "id":
                self.ids += [value]
            elif name == "alt":
                self.alternatives.append(value)
            elif (tag, name) in LOADS:
                self.loads.append(value)
            elif (tag, name) == ("a", "href"):
                self.links.append(value)

    def handle_endtag(self, tag):
        self.code -= tag in ("pre", "code")

    def handle_data(self, data):
        self.text += "" if self.code else data


@pytest.fixture(scope="module")
def pages(built):
    """{path below the site: Page} of all pages to read"""
    paths = [*built.glob("*.html"), *built.glob("reference/**/*.html")]
    return {path.relative_to(built).as_posix(): Page(path.read_text(encoding="utf-8")) for path in paths}


def test_there_is_a_page_for_each_notebook_and_for_each_way_in(pages):
    own = {name for name in pages if "/" not in name}
    assert own == {f"{name}.html" for name in ("index", "gallery", "figure", *NAMES)}
    documents = ("docs/architecture", "docs/compared", "docs/teaching", "CONTRIBUTING", "CHANGELOG")
    assert {f"reference/{name}.html" for name in ("index", *documents)} <= set(pages)


def test_every_link_inside_the_site_leads_somewhere(built, pages):
    for name, page in pages.items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            assert (built / target).is_file(), (name, link)
            asked = parse_qs(parts.query)
            assert all((built / "live" / "files" / notebook).is_file() for notebook in asked.get("path", [])), (name, link)
            assert set(asked.get("figure", [])) <= set(FIGURES), (name, link)
            if parts.fragment:
                assert unquote(parts.fragment) in pages[target].ids, (name, link)


def test_every_page_has_the_header_and_a_search_box(pages):
    for name, page in pages.items():
        up = "../" * name.count("/")
        assert page.links[:4] == ["#text", f"{up}index.html", f"{up}gallery.html", f"{up}reference/index.html"], name
        assert f"{up}pagefind/pagefind-component-ui.js" in page.loads and "pagefind-searchbox" in page.tags, name


def test_the_gallery_shows_every_figure_with_its_own_words_and_a_way_to_open_it(built, pages):
    gallery = pages["gallery.html"]
    assert [link.partition("?figure=")[2] for link in gallery.links if "?figure=" in link] == list(FIGURES)
    words = dict(zip(FIGURES, gallery.alternatives, strict=True))
    assert len(set(words.values())) == len(FIGURES) and all(
        words[name] == getattr(apps, name)().words for name in ("magic", "cost")
    )
    assert all((built / picture).read_bytes()[:4] == b"\x89PNG" for picture in gallery.loads if picture.endswith(".png"))
    assert {f"../../gallery.html#{name}" for name in FIGURES} <= set(pages["reference/api/apps.html"].links)


def test_each_picture_of_a_card_has_a_counterpart_of_its_size_and_the_engine_s_dark_colours(built, pages):
    for name in ("index.html", "gallery.html"):
        for load in (load for load in pages[name].loads if load.startswith("pictures/") and "-dark." not in load):
            dark = load.replace(".", "-dark.")
            assert dark in pages[name].loads
            with Image.open(built / load) as one, Image.open(built / dark) as other:
                assert (one.size, getattr(one, "n_frames", 1)) == (other.size, getattr(other, "n_frames", 1))
    layers = magic().canvas.layers()
    wanted = decoded(composed(layers._replace(palette=layers.dark)))
    np.testing.assert_array_equal(decoded((built / "pictures/figure-magic-dark.png").read_bytes()), wanted)
    with Image.open(built / "pictures/flagship-dark.gif") as moving:
        for frame in (0, moving.n_frames - 1):
            moving.seek(frame)
            assert moving.convert("RGB").getpixel((0, 0)) == tuple(wanted[0, 0])


def test_a_picture_of_no_figure_has_no_counterpart(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "drawn", dict)  # to draw them all takes seconds
    Image.new("P", (20, 10)).save(tmp_path / "cat.png")
    with pytest.raises(ValueError, match=r"^cat\.png must have the palette of one of the course's figures, but has another\.$"):
        pictures.darkened(pictures.Picture("cat.png", 20, 10), tmp_path)


@pytest.mark.parametrize(
    "page, figure, up",
    [("04-the-magic", "magic", ""), ("05-why-noise-helps", "escape", ""), ("reference/docs/compared", "race", "../../")],
)
def test_a_figure_that_a_text_names_opens_live(built, page, figure, up):
    text = (built / f"{page}.html").read_text(encoding="utf-8")
    link = rf'<a href="{up}figure\.html\?figure={figure}"><code[^>]*>(<span class="pre">)?{figure}\b'
    assert re.search(link, text) and not re.search(r"<a [^>]*><a ", text)


def test_a_notebook_s_page_leads_to_each_of_its_figures_live(pages):
    found = {link.partition("?figure=")[2] for name in NAMES for link in pages[f"{name}.html"].links if "?figure=" in link}
    assert found == set(FIGURES)


@pytest.mark.parametrize("name", ["models", "optimizers", "schedules", "sampling", "training", "landscape", "sweeps", "theory"])
def test_the_reference_holds_every_public_name_of_a_module_and_leads_to_the_notebooks_that_import_it(pages, name):
    module, page = import_module(f"helpers.{name}"), pages[f"reference/api/{name}.html"]
    own = [key for key, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__]
    public = {f"{module.__name__}.{key}" for key in getattr(module, "__all__", own) if key[0] != "_"}
    assert public <= set(page.ids)
    readers = {link[6:] for link in page.links if re.fullmatch(r"\.\./\.\./\d\d-.*", link)}
    assert readers == {reader for reader, notebook in pages.items() if f"reference/api/{name}.html" in notebook.links}


def test_no_two_things_of_a_page_have_one_name(pages):
    assert not {name: page.ids for name, page in pages.items() if len(set(page.ids)) < len(page.ids)}


def test_no_page_loads_anything_from_another_host(built, pages):
    assert not [load for page in pages.values() for load in page.loads if urlsplit(load).netloc]
    assert not re.search(r"url\(|@import", (built / "style.css").read_text(encoding="utf-8"))


def test_every_page_leads_to_its_notebook_live_and_the_landing_page_to_all(pages):
    for name in NAMES:
        live = f"live/notebooks/index.html?path={name}.ipynb"
        assert live in pages[f"{name}.html"].links and live in pages["index.html"].links
        assert f"{name}.html" in pages["index.html"].links


def test_formulas_are_set_and_none_is_left_as_it_was_written(pages):
    assert not [name for name, page in pages.items() if re.search(r"\$|\\[a-z]{2,}", page.text)]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_the_course_s_own_with_texts_whole_and_the_kernel_of_the_site(built, name):
    own = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    copy = json.loads((built / "live" / "files" / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert copy["metadata"]["kernelspec"]["name"] == "python"
    assert copy["cells"] == own.cells  # a text that were a list of lines would differ


def test_the_kernel_loads_its_packages_from_the_site_alone(built):
    config = json.loads((built / "live" / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    kernel = config["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["disablePyPIFallback"] and (built / "live" / kernel["pyodideUrl"]).is_file()
    place = (built / "live" / kernel["pyodideUrl"]).parent
    lock = json.loads((place / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {"numpy", "matplotlib", "ipywidgets", "anywidget", "sgd-course"} <= set(kernel["loadPyodideOptions"]["packages"])
    assert all((place / found["file_name"]).is_file() for found in lock.values())


def test_a_folder_that_holds_something_else_is_left_alone(built, tmp_path):
    if not PYTHON.exists():
        pytest.skip("This site was built elsewhere: there is no .venv-site here.")
    (tmp_path / "thesis.txt").write_text("years of work")
    done = subprocess.run([PYTHON, "-m", "tools.site", "--to", tmp_path], cwd=NOTEBOOKS.parent, capture_output=True, text=True)
    said = f"--to {tmp_path} is neither an empty folder nor a site of before: name another folder."
    assert (done.returncode, done.stderr.strip()) == (1, said)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
