import numpy as np
import pytest

from helpers import datasets


def test_penguins_are_the_published_table():
    """Counts and means as published with the data (Horst et al. 2020)."""
    data = datasets.penguins(("flipper_length_mm", "bill_length_mm"), "body_mass_g")
    assert data.X.shape == (342, 2) and len(data) == 342
    assert data.y.mean() == pytest.approx(4201.75, abs=0.01)
    assert data.X[:, 0].mean() == pytest.approx(200.92, abs=0.01)
    species = datasets.penguins("body_mass_g", "species")
    assert species.classes == ("Adelie", "Chinstrap", "Gentoo")
    assert np.bincount(species.y.astype(int)).tolist() == [151, 68, 123]


def test_standard_units_leave_classes_alone():
    raw = datasets.penguins(("body_mass_g",), "sex")
    data = datasets.standardised(raw)
    np.testing.assert_allclose([data.X.mean(), data.X.std()], [0, 1], atol=1e-12)
    assert data.classes == ("female", "male")
    np.testing.assert_array_equal(data.y, raw.y)


def test_sine_is_seeded_and_follows_its_formula():
    np.testing.assert_array_equal(datasets.sine(seed=4).y, datasets.sine(seed=4).y)
    clean = datasets.sine(n=200, frequency=3, noise=0)
    np.testing.assert_allclose(clean.y, np.sin(3 * clean.X[:, 0]))
    errors = datasets.sine(n=20_000, noise=0.3).y - np.sin(2 * datasets.sine(n=20_000, noise=0.3).X[:, 0])
    assert errors.std() == pytest.approx(0.3, abs=4 * 0.3 / np.sqrt(2 * 20_000))


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: datasets.penguins("wing", "sex"), "no column 'wing'; it has species, island"),
        (lambda: datasets.penguins("island", "sex"), "column 'island' holds text where numbers belong"),
        (lambda: datasets.sine(n=0), "n of at least 1"),
        (
            lambda: datasets.standardised(datasets.Dataset(np.ones((3, 1)), np.arange(3.0), ("x",))),
            "x has the same value in every row",
        ),
    ],
)
def test_bad_data_gets_one_clear_sentence(make, says):
    with pytest.raises(ValueError, match=says):
        make()
