"""Make the table of lesson 09: 100 steps of PyTorch's optimizers, and its two schedules.

Run it in an environment of its own that has torch 2.13.0 and NumPy; the project needs neither torch
nor this script to run its tests:

    python tests/oracles/optimizers.py

It writes `optimizers.npz` beside itself: inputs and expected values under plain names.
"""

from pathlib import Path

import numpy as np
import torch

STEPS = 100

#: Each optimizer of the lesson: PyTorch's class, and two sets of options, its defaults first.
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {"lr": 0.01}, {"lr": 0.05}),
    "momentum": (
        torch.optim.SGD,
        {"lr": 0.01, "momentum": 0.9},
        {"lr": 0.02, "momentum": 0.5},
    ),
    "nesterov": (
        torch.optim.SGD,
        {"lr": 0.01, "momentum": 0.9, "nesterov": True},
        {"lr": 0.02, "momentum": 0.5, "nesterov": True},
    ),
    "adagrad": (torch.optim.Adagrad, {}, {"lr": 0.3, "eps": 0.5}),
    "rmsprop": (torch.optim.RMSprop, {}, {"lr": 0.05, "alpha": 0.7, "eps": 0.5}),
    "adadelta": (torch.optim.Adadelta, {}, {"lr": 0.5, "rho": 0.7, "eps": 0.01}),
    "adam": (torch.optim.Adam, {}, {"lr": 0.1, "betas": (0.7, 0.9), "eps": 0.5}),
}


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(9)
    start = rng.normal(0, 1, (2, 3))
    noise = rng.normal(0, 0.3, (STEPS, 2, 3))
    noise[:5, 0, 0] = 0.0
    table = {"start": start, "noise": noise}
    for name, (make, *settings) in OPTIMIZERS.items():
        for label, options in zip(("default", "other"), settings, strict=True):
            table[f"{name}_{label}"] = trajectory(make, options, start, noise)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table, **schedules())


def trajectory(make, options, start, noise):
    """The parameter before and after each of the steps: (STEPS + 1, 2, 3)."""
    param = torch.tensor(start, requires_grad=True)
    optimizer = make([param], **options)
    visited = [start.copy()]
    for disturbance in noise:
        optimizer.zero_grad()
        cost(param, torch.tensor(disturbance)).backward()
        optimizer.step()
        visited.append(param.detach().numpy().copy())
    return np.array(visited)


def cost(param, disturbance):
    """A curved cost with a different tilt in each step, as from mini-batches."""
    return torch.sum(torch.cosh(param) + disturbance * param) + 3 * torch.sum(param[0] ** 2)


def schedules():
    """PyTorch's rates for 41 steps of both schedules."""
    made = {
        "step_decay": lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=7, gamma=0.6),
        "cosine_schedule": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(
            o, T_max=40, eta_min=0.01
        ),
    }
    rates = {}
    for name, make in made.items():
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
        schedule = make(optimizer)
        rates[name] = []
        for _ in range(41):
            rates[name].append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
    return {name: np.array(values) for name, values in rates.items()}


if __name__ == "__main__":
    main()
