import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import schedules
from helpers.models import Quadratic
from helpers.optimizers import adam, adamw, clipped, lion, momentum, nesterov, rmsprop, sgd
from helpers.sampling import reshuffled
from helpers.training import train

steps, rates = st.integers(0, 10_000), st.floats(1e-6, 10)


@given(rates, steps)
def test_schedules_are_their_formulas(rate, step):
    exact = {
        schedules.constant(rate): rate,
        schedules.step_decay(rate, every=30): rate * 0.1 ** math.floor(step / 30),
        schedules.exponential(rate, decay=0.99): rate * 0.99**step,
        schedules.inverse_time(rate, decay=0.5): rate / (1 + 0.5 * step),
        schedules.cosine(rate, steps=500, final=0.1): 0.1 + (rate - 0.1) * 0.5 * (1 + math.cos(math.pi * min(step, 500) / 500)),
        schedules.warmup(rate, steps=40): rate * min(1, (step + 1) / 40),
        schedules.warmup(schedules.exponential(rate, 0.9), steps=40): rate * 0.9**step * min(1, (step + 1) / 40),
    }
    for schedule, value in exact.items():
        assert schedule(step) == pytest.approx(value, rel=1e-12)


def test_a_schedule_may_hold_one_rate_a_run():
    each = np.array([[0.1], [0.2]])
    for make in (schedules.constant, schedules.inverse_time, lambda rate: schedules.cosine(rate, steps=9)):
        np.testing.assert_allclose(make(each)(4), [[make(0.1)(4)], [make(0.2)(4)]])


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_the_rate_1_over_t_lands_on_the_mean_in_any_order(n, seed):
    rng = np.random.default_rng(seed)
    model = Quadratic([1.0], rng.normal(size=(n, 1)))
    end = train(model, sgd(), [5.0], reshuffled(rng, n, 1, 1), schedules.inverse_time(1.0)).params[-1]
    np.testing.assert_allclose(end, model.centres.mean(0), atol=1e-13)


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: schedules.step_decay(0.1, every=0), "every must be a whole number of at least 1; got 0"),
        (lambda: schedules.step_decay(0.1, every=3, factor=2), "factor must be from 0 to 1; got 2"),
        (lambda: schedules.exponential(0.1, decay=-0.5), "decay must be from 0 to 1; got -0.5"),
        (lambda: schedules.inverse_time(0.1, decay=-1), "decay must be a finite number of at least 0; got -1"),
        (lambda: schedules.cosine(0.1, steps=2.5), "steps must be a whole number of at least 1; got 2.5"),
        (lambda: schedules.cosine(0.1, steps=5, final=np.inf), "final must be a finite number of at least 0; got inf"),
        (lambda: schedules.warmup(0.1, steps=None), "steps must be a whole number of at least 1; got None"),
        (lambda: momentum(1.0), "decay must be from 0 to below 1; got 1.0"),
        (lambda: nesterov([0.5, 1.5]), r"decay must be from 0 to below 1; got \[0.5, 1.5\]"),
        (lambda: rmsprop(decay=np.nan), "decay must be from 0 to below 1; got nan"),
        (lambda: rmsprop(eps=-1e-8), "eps must be a finite number of at least 0; got -1e-08"),
        (lambda: adam(0.9), "betas must be a pair of decays such as .* got 0.9"),
        (lambda: adam((0.9, 1.0)), "betas must be from 0 to below 1; got 1.0"),
        (lambda: adamw(weight_decay=-1), "weight_decay must be a finite number of at least 0; got -1"),
        (lambda: lion((0.9, "0.99%")), "betas must hold numbers.* got '0.99%'"),
        (lambda: clipped(sgd(), 0), "max_norm must be a number above 0; got 0"),
        (lambda: clipped(sgd(), "1"), "max_norm must be a number above 0; got '1'"),
    ],
)
def test_bad_input_gets_one_clear_sentence(make, says):
    with pytest.raises(ValueError, match=says):
        make()
