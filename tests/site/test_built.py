"""The site as it is built: its pages, its links, the notebooks that it opens live."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest

from tests.conftest import NOTEBOOKS

pytestmark = [pytest.mark.site, pytest.mark.slow]
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "srcset"), ("source", "src"), ("iframe", "src")}


class Page(HTMLParser):
    """What a page links to, what it loads, its ids, and its text outside code."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.ids, self.text, self.code = [], [], set(), "", 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.code += tag in ("pre", "code")
        for name, value in attributes:
            if name == "id":
                self.ids.add(value)
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
    """{file name: Page}"""
    return {path.name: Page(path.read_text(encoding="utf-8")) for path in built.glob("*.html")}


def test_there_is_a_page_for_each_notebook_and_one_to_land_on(pages):
    assert sorted(pages) == sorted(["index.html", *(f"{name}.html" for name in NAMES)])


def test_every_link_inside_the_site_leads_somewhere(built, pages):
    for name, page in pages.items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = built / unquote(parts.path) if parts.path else built / name
            assert target.is_file(), (name, link)
            for notebook in parse_qs(parts.query).get("path", []):
                assert (built / "live" / "files" / notebook).is_file(), (name, link)
            if parts.fragment:
                assert unquote(parts.fragment) in pages[target.name].ids, (name, link)


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
    assert kernel["disablePyPIFallback"] and kernel["pyodideUrl"] == "./static/pyodide/pyodide.mjs"
    lock = json.loads((built / "live" / "static" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {"numpy", "matplotlib", "ipywidgets", "anywidget", "sgd-course"} <= set(kernel["loadPyodideOptions"]["packages"])
    assert all((built / "live" / "static" / "pyodide" / found["file_name"]).is_file() for found in lock.values())


def test_a_folder_that_holds_something_else_is_left_alone(built, builder, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    done = builder("--to", str(tmp_path))
    said = f"--to {tmp_path} is neither an empty folder nor a site of before: name another folder."
    assert (done.returncode, done.stderr.strip()) == (1, said)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
