"""Ask a learner's own functions for numbers, so that one which is wrong spoils nothing else.

A function that is not written yet, raises, never ends or returns another shape becomes a `Fault`,
whose text is one plain sentence for the learner. Nothing else escapes from here.
"""

import contextlib
import io
import signal
import threading
import warnings
from dataclasses import dataclass

import numpy as np

SECONDS = 3.0
"""How long one learner's pair of functions may take before it counts as never ending."""


class Fault(Exception):
    """Why a function cannot be shown, as a sentence that a learner can act on."""


@dataclass(frozen=True)
class Chain:
    """An activation, its derivative, and what a chain of layers makes of that derivative.

    f (N,): f(z).
    slope (N,): f′(z).
    products (depth, N): row l − 1 is f′(a₀) f′(a₁) … f′(aₗ₋₁), where a₀ = z and aₗ = f(aₗ₋₁); this
        is ∂aₗ/∂z for l layers of one unit each, with weight 1 and bias 0.
    """

    f: np.ndarray
    slope: np.ndarray
    products: np.ndarray


def sample_chain(name, f, f_prime, z, depth):
    """Return the `Chain` of a learner's f and f′ over z (N,), through `depth` layers.

    name: what f is called in the sentence of a `Fault`, which is raised when either cannot be used.
    """
    with _quietly(), _time_limit(name):
        a, slope = _call(name, f, z), _call(f"{name}_grad", f_prime, z)
        first = a
        products = [slope]
        for _ in range(depth - 1):
            products.append(products[-1] * _call(f"{name}_grad", f_prime, a))
            a = _call(name, f, a)
    return Chain(first, slope, np.stack(products))


def disagreement(name, chain, z):
    """Return a sentence when a sampled f′ does not follow its f, else "".

    The slope is measured by central differences on the grid z. A kink, or a jump, puts one or two
    points wrong; a wrong formula puts many.
    """
    measured = np.gradient(chain.f, z)
    apart = np.abs(chain.slope - measured)[1:-1]
    if np.count_nonzero(apart > 0.02) <= 4:
        return ""
    worst = 1 + int(np.argmax(apart))
    return (
        f"{name}_grad does not follow {name}: at z = {z[worst]:.2f} it says "
        f"{chain.slope[worst]:.3g}, but the curve climbs at {measured[worst]:.3g}."
    )


def _call(name, function, points):
    """Return function(points) as a new float64 array of the same shape, or raise a Fault."""
    try:
        returned = function(points.copy())
    except NotImplementedError:
        raise Fault(_unwritten(name)) from None
    except Exception as error:
        reason = " ".join(str(error).split()) or "no message"
        raise Fault(f"{name} raised {type(error).__name__}: {reason}") from None
    if returned is ...:
        raise Fault(_unwritten(name))
    if returned is None:
        raise Fault(f"{name} returned None: does it end with return?")
    try:
        values = np.array(returned, dtype=np.float64)
    except (TypeError, ValueError):
        kind = type(returned).__name__
        raise Fault(f"{name} returned {kind}, expected an array of numbers.") from None
    if values.shape != points.shape:
        raise Fault(
            f"{name} returned shape {values.shape}, expected {points.shape}: one number for each z."
        )
    return values


def _unwritten(name):
    return f"{name} is not written yet: write it and run this cell again."


@contextlib.contextmanager
def _quietly():
    """Keep a learner's prints and NumPy's warnings from appearing twenty times over."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


class _TooLong(BaseException):
    """Raised in the midst of a learner's code; no Exception, so that theirs cannot catch it."""


@contextlib.contextmanager
def _time_limit(name):
    """Stop a loop that never ends, where a timer can: the main thread of a Unix process."""
    if not hasattr(signal, "setitimer") or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def ring(signum, frame):
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    except _TooLong:
        raise Fault(
            f"{name} or {name}_grad was still running after {SECONDS:g} seconds: "
            "look for a loop that never ends."
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
