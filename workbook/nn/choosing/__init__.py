"""Lesson 11: measures, rare classes, a baseline, images, sequences, and Keras's interface."""

from .baselines import *  # noqa: F403
from .baselines import __all__ as _baselines
from .images import *  # noqa: F403
from .images import __all__ as _images
from .imbalance import *  # noqa: F403
from .imbalance import __all__ as _imbalance
from .measures import *  # noqa: F403
from .measures import __all__ as _measures
from .models import *  # noqa: F403
from .models import __all__ as _models
from .sequences import *  # noqa: F403
from .sequences import __all__ as _sequences

__all__ = sorted([*_baselines, *_images, *_imbalance, *_measures, *_models, *_sequences])
