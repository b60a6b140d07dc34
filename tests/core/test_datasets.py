import numpy as np
import pytest

from helpers import datasets
from helpers.datasets import Dataset, split, standardised
from tools.make_flights import columns

PLANE = {name: getattr(datasets, name) for name in ("two_moons", "spirals", "blobs", "xor", "rings")}
every_plane = pytest.mark.parametrize("name", PLANE)


# Toy sets


@every_plane
@pytest.mark.parametrize("n", [3, 10, 101])
def test_classes_take_turns(name, n):
    data = PLANE[name](n=n)
    assert data.X.shape == (n, 2) and data.X.dtype == data.y.dtype == float
    np.testing.assert_array_equal(data.y, np.arange(n) % len(data.classes))
    assert (data.features, data.target) == (("x1", "x2"), "class")


@every_plane
def test_noise_is_normal_and_the_seed_decides(name):
    make, n = PLANE[name], 40_000
    errors = make(n=n, noise=0.5, seed=1).X - make(n=n, noise=0, seed=1).X
    np.testing.assert_allclose(errors.mean(axis=0), 0, atol=4 * 0.5 / np.sqrt(n))
    np.testing.assert_allclose(errors.std(axis=0), 0.5, atol=4 * 0.5 / np.sqrt(2 * n))
    np.testing.assert_array_equal(make(seed=3).X, make(seed=3).X)
    assert (make(seed=3).X != make(seed=4).X).all()


def test_two_moons_lie_on_their_half_circles():
    moons = datasets.two_moons(n=1000, noise=0)
    upper, lower = (moons.X[moons.y == k] for k in (0, 1))
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - (1, 0.5)).T), 1)
    assert (upper[:, 1] >= 0).all() and (lower[:, 1] <= 0.5).all()
    np.testing.assert_allclose([upper[:, 0].min(), upper[:, 0].max()], [-1, 1], atol=0.01)
    np.testing.assert_allclose([lower[:, 0].min(), lower[:, 0].max()], [0, 2], atol=0.01)


@pytest.mark.parametrize("turns", [0.5, 1.5, 3])
def test_spirals_follow_archimedes(turns):
    arms = datasets.spirals(n=1000, noise=0, turns=turns)
    radius, angle = np.hypot(*arms.X.T), np.arctan2(*arms.X.T[::-1])
    np.testing.assert_allclose(np.cos(angle), np.cos(2 * np.pi * turns * radius / 3 + np.pi * arms.y), atol=1e-9)
    np.testing.assert_allclose(np.sin(angle), np.sin(2 * np.pi * turns * radius / 3 + np.pi * arms.y), atol=1e-9)
    assert 2.95 < radius.max() <= 3
    assert np.mean(radius**2 / 9) == pytest.approx(1 / 2, abs=4 / np.sqrt(12 * 1000)), "evenly spread"


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_blobs_lie_about_their_centres(classes):
    clouds, n = datasets.blobs(n=3000 * classes, classes=classes, noise=0.7), 3000
    for k in range(classes):
        centre = (2 * np.cos(2 * np.pi * k / classes), 2 * np.sin(2 * np.pi * k / classes))
        np.testing.assert_allclose(clouds.X[clouds.y == k].mean(axis=0), centre, atol=4 * 0.7 / np.sqrt(n))
    assert clouds.classes[-1] == f"blob {classes}"


def test_xor_is_the_sign_of_the_product():
    square = datasets.xor(n=1000, noise=0)
    np.testing.assert_array_equal(square.y, square.X.prod(axis=1) < 0)
    assert (np.abs(square.X) < 1).all()
    quadrants = np.unique(square.X > 0, axis=0, return_counts=True)[1]
    assert len(quadrants) == 4 and quadrants.min() > 250 - 4 * np.sqrt(1000 / 16)


def test_rings_have_their_radii():
    circles = datasets.rings(n=1000, noise=0)
    np.testing.assert_allclose(np.hypot(*circles.X.T), 1 + circles.y)
    np.testing.assert_allclose(circles.X.mean(axis=0), 0, atol=4 * np.sqrt(1.25 / 1000))


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: datasets.xor(n=1), "xor needs a whole number n of at least 2 .*; got n = 1, noise = 0.1"),
        (lambda: datasets.rings(n=10.5), "rings needs a whole number n .*; got n = 10.5"),
        (lambda: datasets.two_moons(noise=-1), "two_moons needs .* a finite noise of at least 0; got n = 200, noise = -1"),
        (lambda: datasets.spirals(noise=np.nan), "spirals needs .*noise = nan"),
        (lambda: datasets.spirals(noise=np.inf), "spirals needs .*noise = inf"),
        (lambda: datasets.sine(noise="0"), "sine needs .*noise = '0'"),
        (lambda: datasets.blobs(n=4, classes=5), "blobs needs a whole number n of at least 5"),
        (lambda: datasets.blobs(classes=1), "blobs needs a whole number of at least 2 classes; got 1"),
        (lambda: datasets.blobs(classes=2.5), "at least 2 classes; got 2.5"),
    ],
)
def test_a_toy_that_cannot_be_made_says_why(make, says):
    with pytest.raises(ValueError, match=says):
        make()


# What can be done with any data


def test_a_split_keeps_every_row_once():
    whole = datasets.rings(n=101)
    train, validation = split(whole, 0.7, seed=5)
    assert (len(train), len(validation)) == (71, 30) and train.classes == validation.classes == whole.classes
    together = np.concatenate([train.X, validation.X])
    assert {*map(tuple, together)} == {*map(tuple, whole.X)}
    for part in (train, validation):
        np.testing.assert_allclose(np.hypot(*part.X.T) > 1.5, part.y, err_msg="X and y stay together")
    np.testing.assert_array_equal(split(whole, 0.7, seed=5)[0].X, train.X)
    assert (split(whole, 0.7, seed=6)[0].X != train.X).any()


@pytest.mark.parametrize("share", [0, 1, 2, -0.5, np.nan, 0.01, 0.99])
def test_a_split_leaves_rows_on_both_sides(share):
    with pytest.raises(ValueError, match=f"share must be .* leave a row on each side; got {share} of 20 rows"):
        split(datasets.xor(n=20), share)


def test_a_constant_has_no_standard_units_even_where_its_mean_is_rounded():
    assert np.std([0.1] * 3) > 0
    with pytest.raises(ValueError, match="x has the same value in every row"):
        standardised(Dataset(np.full((3, 1), 0.1), np.arange(3.0), ("x",)))


# Flights


def test_flights_are_the_published_table():
    """pandas' describe() of arr_delay; from R for Data Science (2017), section 5.6, means by destination and by day."""
    data = datasets.flights()
    assert data.X.shape == (327_346, 4) and data.X.dtype == data.y.dtype == float and data.classes == ()
    assert data.y.mean() == pytest.approx(6.895377, abs=1e-6) and data.y.std(ddof=1) == pytest.approx(44.633292, abs=1e-6)
    assert np.quantile(data.y, [0, 0.25, 0.5, 0.75, 1]).tolist() == [-86, -17, -5, 14, 1272]
    to = datasets.flights(("arr_delay", "distance"), "dest")
    for place, count, delay, distance in [("ABQ", 254, 4.38, 1826), ("ALB", 418, 14.4, 143), ("ATL", 16837, 11.3, 757)]:
        there = to.X[to.y == to.classes.index(place)]
        assert (len(there), round(there[:, 1].mean())) == (count, distance)
        assert there[:, 0].mean() == pytest.approx(delay, abs=0.05)
    month, day, delay = datasets.flights(("month", "day", "dep_delay")).X.T
    means = [delay[(month == 1) & (day == k)].mean() for k in range(1, 6)]
    assert means == pytest.approx([11.4, 13.7, 10.9, 8.97, 5.73], abs=0.05)


def test_flights_come_in_the_order_of_the_schedule():
    month, day, hour, minute = datasets.flights(("month", "day", "hour", "minute")).X.T
    assert (np.diff(((month * 31 + day) * 24 + hour) * 60 + minute) >= 0).all()
    assert np.unique(month).tolist() == [*range(1, 13)] and minute.max() == 59 and 5 <= hour.min() < hour.max() <= 23


def test_text_columns_of_flights_are_classes():
    origin = datasets.flights("distance", "origin")
    assert origin.classes == ("EWR", "JFK", "LGA") and origin.features == ("distance",)
    assert len(datasets.flights("hour", "carrier").classes) == 16
    with pytest.raises(ValueError, match="column 'carrier' holds text where numbers belong"):
        datasets.flights(("hour", "carrier"))
    with pytest.raises(ValueError, match=r"flights has no column 'speed'; it has month, day, hour, .*, origin, dest"):
        datasets.flights("speed")
    with pytest.raises(ValueError, match="none may be the target 'hour'; got \\('hour',\\)"):
        datasets.flights("hour", "hour")


def test_the_columns_of_flights_are_made_from_rows_of_text():
    keys = ("month", "day", "hour", "minute", "distance", "dep_delay", "arr_delay", "carrier", "origin", "dest")
    rows = ["2 1 5 0 300 -3 -7 UA JFK BOS", "1 9 5 0 200 0 NA UA JFK ALB", "1 9 6 59 2500 900 -1 B6 EWR LAX"]
    made = columns([dict(zip(keys, row.split())) for row in rows])
    assert {name: made[name].tolist() for name in ("month", "distance", "arr_delay", "origin", "origin names")} == {
        "month": [1, 2],
        "distance": [2500, 300],
        "arr_delay": [-1, -7],
        "origin": [0, 1],
        "origin names": ["EWR", "JFK"],
    }
    assert (made["month"].dtype, made["distance"].dtype, made["arr_delay"].dtype) == (np.uint8, np.int16, np.int16)
