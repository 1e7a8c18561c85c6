"""The neural-network library that the course builds, one module per lesson.

It is the single copy of every solution: lessons, explorables and later exercises import it.
"""

from .activations import *  # noqa: F403
from .backpropagation import *  # noqa: F403
from .capstone import *  # noqa: F403
from .choosing import *  # noqa: F403
from .forward_propagation import *  # noqa: F403
from .gradient_descent import *  # noqa: F403
from .keras import *  # noqa: F403
from .layers import *  # noqa: F403
from .losses import *  # noqa: F403
from .neuron import *  # noqa: F403
from .optimizers import *  # noqa: F403
from .overfitting import *  # noqa: F403
from .start_here import *  # noqa: F403
from .toolbox import *  # noqa: F403
from .training import *  # noqa: F403
