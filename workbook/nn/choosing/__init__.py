"""Lesson 11: measures, thresholds, rare classes, a baseline; images and sequences."""

from .baselines import *  # noqa: F403
from .baselines import __all__ as _baselines
from .images import *  # noqa: F403
from .images import __all__ as _images
from .imbalance import *  # noqa: F403
from .imbalance import __all__ as _imbalance
from .measures import *  # noqa: F403
from .measures import __all__ as _measures
from .sequences import *  # noqa: F403
from .sequences import __all__ as _sequences
from .thresholds import *  # noqa: F403
from .thresholds import __all__ as _thresholds

__all__ = sorted([*_baselines, *_images, *_imbalance, *_measures, *_sequences, *_thresholds])
