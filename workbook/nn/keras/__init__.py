"""Lesson 12: a library of one's own: layers, a loss, a model of layers, its training, remedies."""

from .layers import *  # noqa: F403
from .layers import __all__ as _layers
from .losses import *  # noqa: F403
from .losses import __all__ as _losses
from .model import *  # noqa: F403
from .model import __all__ as _model
from .remedies import *  # noqa: F403
from .remedies import __all__ as _remedies

__all__ = sorted([*_layers, *_losses, *_model, *_remedies])
