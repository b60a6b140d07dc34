"""The landscapes of two weights, against their formulas."""

import numpy as np
import pytest

from helpers import landscape
from helpers.models import Plane, Surface
from helpers.models.surfaces import SURFACES
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
    assert set(SURFACES) | {"network"} == set(NAMES)


def test_the_plane_of_the_network_is_the_network():
    stage = problem("network")
    plane, spot = stage.model, np.array([0.3, -1.1])
    whole = plane.params + spot @ plane.directions
    assert plane.loss(spot) == pytest.approx(plane.model.loss(whole))
    np.testing.assert_allclose(plane.gradient(spot), plane.directions @ plane.model.gradient(whole))
    np.testing.assert_allclose(
        landscape.plane(plane.model, plane.params, plane.directions, [along[::40] for along in stage.axes]),
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
        (lambda: problem("hill"), "landscape must be one of bowl, ravine, saddle, rosenbrock, beale, network; got 'hill'"),
    ],
)
def test_models_of_two_weights_say_what_they_want(make, says):
    with pytest.raises(ValueError, match=says):
        make()
