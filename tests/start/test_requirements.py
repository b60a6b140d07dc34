"""The files that say what lab.py installs."""

import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.start.projects import ROOT


@pytest.fixture(scope="module")
def pins():
    """requirements.txt as exact versions by name, and whatever else stands in it."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    exact = [line.split("==") for line in lines if line.count("==") == 1]
    return dict(exact), [line for line in lines if "==" not in line]


@pytest.fixture(scope="module")
def declared():
    """The [project] table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_requirements_are_exact_versions_and_the_course_itself(pins):
    versions, rest = pins
    assert rest == ["-e ."]
    for name, version in versions.items():
        assert str(Requirement(f"{name}=={version}")) == f"{name}=={version}"
        assert "*" not in version


def test_every_dependency_is_pinned_at_a_version_it_allows(pins, declared):
    versions, _ = pins
    for dependency in map(Requirement, declared["dependencies"]):
        assert dependency.specifier.contains(versions[dependency.name]), dependency


def test_the_oldest_and_the_newest_python_are_the_same_everywhere(module, declared):
    oldest, newest = ("%d.%d" % version for version in (module.OLDEST, module.NEWEST))
    assert declared["requires-python"] == f">={oldest}"
    assert f"Python {oldest} to {newest}." in (ROOT / "requirements.txt").read_text(encoding="utf-8")
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == [oldest, newest]


def test_conda_installs_the_same_requirements(declared):
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    python, pip, from_pip = conda
    assert python.startswith("python=") and pip == "pip"
    assert SpecifierSet(declared["requires-python"]).contains(python.partition("=")[2])
    assert from_pip == {"pip": ["-r requirements.txt"]}
