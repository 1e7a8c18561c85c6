"""Make the two files of digits for lesson 13 from the UCI set that scikit-learn's package carries.

    python tests/oracles/digits.py

in an environment with scikit-learn. Of its 1,797 images, 50 of each digit, drawn once with a fixed
seed, are sealed: they go beside the exercises, where a submission's process sees nothing. The other
1,297 go to `workbook/data`. Both keep the order of the source; `rows` says where each image stood.
"""

from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
LEARN = ROOT / "workbook" / "data" / "digits.npz"
SEALED = ROOT / "autograder" / "exercises" / "capstone" / "sealed.npz"
SEED = 1998
"""The year in which the set was given to the UCI repository."""
SEALED_PER_DIGIT = 50


def parted(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows to learn from and the sealed ones, both in the order of the source."""
    rng = np.random.default_rng(SEED)
    drawn = [rng.permutation(np.flatnonzero(labels == c))[:SEALED_PER_DIGIT] for c in range(10)]
    sealed = np.sort(np.concatenate(drawn))
    return np.setdiff1d(np.arange(len(labels)), sealed), sealed


def main() -> None:
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    for path, rows in zip((LEARN, SEALED), parted(labels), strict=True):
        np.savez_compressed(
            path,
            images=images[rows].astype(np.uint8),
            labels=labels[rows].astype(np.uint8),
            rows=rows.astype(np.uint16),
        )
        print(f"{path.relative_to(ROOT)}: {len(rows)} images, {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
