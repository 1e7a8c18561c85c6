# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# ruff: noqa: E402, E501

# %% [markdown] slide="slide"
# # Activation functions
#
# What a unit does with its sum

# %% slide="skip"
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown] slide="notes"
# Welcome. Ask who has met a sigmoid before.

# %% [markdown] slide="slide"
# ## Sigmoid and its slope
#
# For one number $z$, the function and its derivative are
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \qquad \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) \le \tfrac14$$
#
# so that through $L$ layers at most $\prod_{l=1}^{L} \sigma'(z^{(l)}) \le 0.25^L$ is left.

# %% [markdown] slide="fragment"
# \begin{align}
# \mathrm{ELU}(z) &= \begin{cases} z & \text{if } z > 0 \\ \alpha\,(e^{z} - 1) & \text{otherwise} \end{cases} \\
# \operatorname{softmax}(\mathbf{z})_k &= \frac{e^{z_k}}{\sum_{j} e^{z_j}}
# \end{align}

# %% [markdown] slide="slide"
# ## Saturated units learn slowly

# %% slide="-" tags=["hide-input"] alt="An S-shaped curve that rises from 0 to 1 and is flat at both ends."
z = np.linspace(-6, 6, 200)
figure, axes = plt.subplots(figsize=(8, 4))
axes.plot(z, 1 / (1 + np.exp(-z)), color="#0072B2", linewidth=3)
axes.set(xlabel="z", ylabel="σ(z)")
plt.show()

# %% [markdown] slide="slide"
# ## Write it, then compare


# %% slide="-"
def relu(z):
    """Return max(0, z), element by element."""
    return np.maximum(0.0, z)  # a new array: z stays as it is


print(relu(np.array([-2.0, 0.0, 3.0])))

# %% [markdown] slide="subslide"
# ## Which one where
#
# | Function | Range | Strength | Weakness |
# |---|---|---|---|
# | sigmoid | $(0, 1)$ | reads as a probability | saturates |
# | tanh | $(-1, 1)$ | centred on zero | saturates |
# | ReLU | $[0, \infty)$ | cheap | can die |
# | softmax | $(0, 1)$, sum 1 | one of $K$ classes | exp overflows if written naively |

# %% slide="slide" question="output-layer"

# %% [markdown]
# This cell is in the notebook alone.

# %% [markdown] slide="slide"
# ## Move it yourself

# %% slide="-" tags=["hide-input"] alt="A slider for z and the value of sigmoid there."
import ipywidgets

slider = ipywidgets.FloatSlider(value=0.0, min=-6, max=6, step=0.5, description="z")
label = ipywidgets.Label("σ(z) = 0.5000")
slider.observe(
    lambda change: setattr(label, "value", f"σ(z) = {1 / (1 + np.exp(-change['new'])):.4f}"),
    "value",
)
ipywidgets.VBox([slider, label])

# %% [markdown] slide="slide"
# ## Let it roll

# %% slide="-"
from workbook.explore import Marble

Marble(surface="bowl")

# %% [markdown] slide="slide"
# ## What you can do now
#
# - name the function for an output layer, and say why
# - see a saturated unit in its gradient
