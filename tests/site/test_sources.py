"""What the site takes from elsewhere: which files, checked how, and what the lock says of them."""

import hashlib
import json
import zipfile

import pytest

from tests.conftest import NOTEBOOKS
from tools.site import sources
from tools.site.lock import files_of, write_lock

pytestmark = pytest.mark.site
ROOT = NOTEBOOKS.parent
GOOD, BAD = b"as it should be", b"as it should not be"
SHA, OTHER = (hashlib.sha256(data).hexdigest() for data in (GOOD, BAD))
NOWHERE = "http://127.0.0.1:1/"  # where nothing listens


@pytest.fixture
def one_file(monkeypatch):
    """Pyodide as if it were one file, on a host that cannot be reached."""
    monkeypatch.setattr(sources, "PYODIDE", {"url": NOWHERE, "files": {"a.zip": SHA}})


@pytest.mark.parametrize(
    "here, folder, said",
    [
        (None, GOOD, None),
        (BAD, GOOD, None),  # half a file of a run that was stopped
        (GOOD, None, None),  # what is here needs no source
        (None, BAD, f"a.zip from {{}} has the sha256 {OTHER}, but it must have {SHA}: take it from Pyodide's release."),
        (None, None, "a.zip cannot be had from {} ("),
    ],
)
def test_a_file_of_pyodide_is_taken_only_with_its_hash(one_file, tmp_path, here, folder, said):
    target, source = tmp_path / "target", tmp_path / "source"
    for place, data in ((target, here), (source, folder)):
        place.mkdir()
        if data:
            (place / "a.zip").write_bytes(data)
    if said is None:
        sources.collect_pyodide(target, source)
        assert (target / "a.zip").read_bytes() == GOOD
    else:
        with pytest.raises(sources.NoSource) as refusal:
            sources.collect_pyodide(target, source)
        assert str(refusal.value).startswith(said.format(source)) and "\n" not in str(refusal.value)
        assert not (target / "a.zip").exists()


def test_without_a_folder_the_host_is_asked_and_the_sentence_says_what_to_do(one_file, tmp_path):
    with pytest.raises(sources.NoSource) as refusal:
        sources.collect_pyodide(tmp_path)
    assert str(refusal.value).startswith(f"a.zip cannot be had from {NOWHERE} (")
    assert str(refusal.value).endswith("give a folder that holds Pyodide's files with --pyodide FOLDER.")


def pins(path):
    """{package: version} of a file of requirements."""
    lines = (line.split(" ")[0] for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#", "-"))
    return dict(line.split("==") for line in lines)


@pytest.mark.parametrize("file", ["requirements.txt", "wheels.txt"])
def test_what_the_course_pins_the_site_pins_at_the_same_version(file):
    course, site = pins(ROOT / "requirements.txt"), pins(ROOT / "tools" / "site" / file)
    assert {name: site[name] for name in course.keys() & site.keys()} == {name: course[name] for name in course.keys() & site}


def test_every_wheel_of_pypi_has_its_hash():
    lines = [line for line in sources.WHEELS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines and all(len(line.partition(" --hash=sha256:")[2]) == 64 for line in lines)


def wheel(folder, name, *needs):
    """A wheel of one module; returns its sha256."""
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as file:
        file.writestr(f"{name}/__init__.py", "")
        file.writestr(f"{name}-1.0.data/data/etc/config.py", "")
        told = [f"Requires-Dist: {need}" for need in needs]
        file.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join([f"Name: {name}", "Version: 1.0", *told, ""]))
    return hashlib.sha256((folder / f"{name}-1.0-py3-none-any.whl").read_bytes()).hexdigest()


@pytest.mark.parametrize("right", [True, False])
def test_a_wheel_of_pypi_is_taken_only_with_its_hash(tmp_path, monkeypatch, right):
    (index := tmp_path / "index").mkdir()
    sha256 = wheel(index, "small")
    (tmp_path / "wheels.txt").write_text(
        f"--no-index\n--find-links {index}\nsmall==1.0 --hash=sha256:{sha256 if right else SHA}\n", encoding="utf-8"
    )
    monkeypatch.setattr(sources, "WHEELS", tmp_path / "wheels.txt")
    if right:
        sources.collect_wheels(tmp_path / "target")
    else:
        with pytest.raises(sources.NoSource, match=f"^pip download failed: ERROR: .* Expected sha256 {SHA} Got {sha256}$"):
            sources.collect_wheels(tmp_path / "target")
    assert (tmp_path / "target" / "small-1.0-py3-none-any.whl").exists() is right


def test_the_lock_names_what_each_package_needs_in_a_browser(tmp_path):
    wheel(
        tmp_path, "big_one", "small>=1", "psutil; sys_platform != 'emscripten'", "tzdata; sys_platform == 'emscripten'", "page"
    )
    for name in ("small", "tzdata"):
        wheel(tmp_path, name, "colour; extra == 'bright'")
    assert write_lock(tmp_path, {"python": "3.14.0"}, needless=frozenset({"page"})).keys() == {"big-one", "small", "tzdata"}
    lock = json.loads((tmp_path / "pyodide-lock.json").read_text(encoding="utf-8"))
    found = lock["packages"]["big-one"]
    assert found["depends"] == ["small", "tzdata"] and found["imports"] == ["big_one"]
    assert found["sha256"] == hashlib.sha256((tmp_path / found["file_name"]).read_bytes()).hexdigest()


def test_a_lock_with_a_package_missing_is_refused(tmp_path):
    wheel(tmp_path, "big", "small>=1")
    with pytest.raises(ValueError, match=r"^big-1.0-py3-none-any.whl needs small, which no wheel in .* holds\.$"):
        write_lock(tmp_path, {})


def test_a_package_of_late_comes_with_those_of_late_that_it_needs_and_with_no_other(tmp_path):
    wheel(tmp_path, "early", "table")
    wheel(tmp_path, "table", "zones", "early")
    wheel(tmp_path, "zones")
    late = frozenset({"table", "zones"})
    entries = write_lock(tmp_path, {}, late=late)
    depends = {name: found["depends"] for name, found in entries.items()}
    assert depends == {"early": [], "table": ["zones", "early"], "zones": []}
    assert files_of("table", entries, late) == ["table-1.0-py3-none-any.whl", "zones-1.0-py3-none-any.whl"]
