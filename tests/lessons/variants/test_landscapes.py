"""The landscapes of two weights, against their formulas."""

import numpy as np
import pytest

from helpers import landscape
from helpers.models import Plane, Surface
from helpers.models.surfaces import COS, SIN, SURFACES
from helpers.problems.two_weights import NAMES, problem


def test_the_surfaces_are_those_of_the_books():
    a, b = 0.7, -0.4
    assert Surface("rosenbrock").loss([a, b]) == pytest.approx((1 - a) ** 2 + 100 * (b - a * a) ** 2)
    beale = (1.5 - a + a * b) ** 2 + (2.25 - a + a * b**2) ** 2 + (2.625 - a + a * b**3) ** 2
    assert Surface("beale").loss([a, b]) == pytest.approx(beale)
    for name, minimum in {"bowl": (0, 0), "ravine": (0, 0), "saddle": (0, -1), "rosenbrock": (1, 1), "beale": (3, 0.5)}.items():
        assert Surface(name).loss(minimum) == pytest.approx(0, abs=1e-12)
        np.testing.assert_allclose(Surface(name).gradient(minimum), 0, atol=1e-12)
    h = 1e-4
    slopes = [(Surface("ravine").gradient(h * axis) - Surface("ravine").gradient(-h * axis)) / (2 * h) for axis in np.eye(2)]
    np.testing.assert_allclose(np.linalg.eigvalsh(slopes), [0.01, 2])
    assert set(SURFACES) | {"aligned", "network"} == set(NAMES)


MINIMA = {  # of each landscape as it is raced; none at 0, where weight decay pulls
    "bowl": [(4, 3)],
    "ravine": [(7.5, 5.5)],
    "aligned": [(7.5, 5.5)],
    "saddle": [(2.4, 0.8), (2.4, 2.8)],
    "rosenbrock": [(1, 1)],
    "beale": [(3, 0.5)],
}


@pytest.mark.parametrize("key", MINIMA)
def test_no_landscape_has_its_minimum_at_0(key):
    stage = problem(key)
    for minimum in MINIMA[key]:
        assert stage.model.loss(minimum) == pytest.approx(0, abs=1e-12)
        np.testing.assert_allclose(stage.model.gradient(minimum), 0, atol=1e-12)
        assert all(low < w < high for w, (low, high) in zip(minimum, stage.window))
    least = np.unravel_index(stage.heights.argmin(), stage.heights.shape)
    assert np.hypot(*(along[place] for along, place in zip(stage.axes, least))) > 0.5, "nor anywhere near it"


def test_a_landscape_that_is_moved_is_the_same_landscape_elsewhere():
    stage, by = problem("beale"), (2.0, -1.0)
    moved = stage.moved(by)
    assert moved.start == (3.0, -0.1) and moved.window == ((1.0, 6.5), (-2.5, 0.5))
    np.testing.assert_allclose(moved.heights, stage.heights)
    spot, batch = np.array([0.3, 0.7]), [3, 5]
    np.testing.assert_allclose(moved.model.gradient(spot + by, batch), stage.model.gradient(spot, batch))


def test_the_aligned_ravine_is_the_ravine_with_its_axes_along_the_weights():
    ravine, aligned = problem("ravine"), problem("aligned")
    middle, (along, across), slope = np.array([7.5, 5.5]), (3.0, -0.5), np.array([[COS, SIN], [-SIN, COS]])
    assert aligned.model.loss(middle + [along, across]) == pytest.approx(0.005 * along**2 + across**2)
    spot, batch = middle + np.array([along, across]) @ slope, [1, 2, 8]
    np.testing.assert_allclose(
        aligned.model.gradient(middle + [along, across], batch), slope @ ravine.model.gradient(spot, batch)
    )
    assert aligned.model.loss(aligned.start) == pytest.approx(ravine.model.loss(ravine.start), rel=1e-3)


def test_the_plane_of_the_network_is_the_network():
    stage = problem("network")
    plane, middle, spot = stage.model.model, np.array([2.0, 2.0]), np.array([0.3, -1.1])
    whole = plane.params + spot @ plane.directions
    assert stage.model.loss(middle + spot) == pytest.approx(plane.model.loss(whole))
    np.testing.assert_allclose(stage.model.gradient(middle + spot), plane.directions @ plane.model.gradient(whole))
    np.testing.assert_allclose(
        landscape.plane(plane.model, plane.params, plane.directions, [along[::40] - 2 for along in stage.axes]),
        stage.heights[::40, ::40],
    )
    for unit, drawn in zip(plane.model.layers(plane.params)[0], plane.model.layers(plane.directions[0])[0]):
        assert np.linalg.norm(drawn[:-1]) == pytest.approx(np.linalg.norm(unit[:-1])) and drawn[-1] == 0


@pytest.mark.parametrize("key", NAMES)
def test_heights_are_the_full_loss_over_the_window(key):
    stage = problem(key)
    for place in ((3, 7), (60, 0), (120, 120)):
        spot = [along[number] for along, number in zip(stage.axes, place)]
        assert stage.heights[place] == pytest.approx(stage.model.loss(spot))
    assert all(low <= start <= high for start, (low, high) in zip(stage.start, stage.window))


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: Surface("hill"), "name must be one of bowl, ravine, saddle, rosenbrock, beale; got 'hill'"),
        (lambda: Surface("bowl", [[1.0, 0.0]]), "tilts must have 2 columns, each of mean 0"),
        (lambda: Plane(Surface("bowl"), [0.0, 0.0], [[1.0, 0.0]]), r"params must have shape \(2,\) and directions \(2, 2\)"),
        (
            lambda: problem("hill"),
            f"landscape must be one of {', '.join(NAMES)}; got 'hill'",
        ),
    ],
)
def test_models_of_two_weights_say_what_they_want(make, says):
    with pytest.raises(ValueError, match=says):
        make()
