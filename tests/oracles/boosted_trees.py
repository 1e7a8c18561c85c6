"""Measure boosted trees on lesson 11's structures, beside logistic regression and the network.

Run it in an environment of its own that has scikit-learn, and this project; learners and tests need
neither:

    python tests/oracles/boosted_trees.py

It writes `workbook/data/boosted_trees.json`: for each structure and size the test accuracies of the
six training sets, the very ones on which the explorable trains its two models. Nothing is tuned:
`GradientBoostingClassifier` as scikit-learn ships it, 100 trees of depth 3.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingClassifier

from workbook.data.structures import STRUCTURES
from workbook.explore.how_many_samples import DRAWS, TEST, material, training_set

FILE = Path(__file__).resolve().parents[2] / "workbook" / "data" / "boosted_trees.json"
SIZES = (40, 500)


def main():
    found = {
        "what": "GradientBoostingClassifier(random_state=draw), test accuracy of each training set",
        "made with": f"scikit-learn {sklearn.__version__}, tests/oracles/boosted_trees.py",
    }
    for name in STRUCTURES:
        found[name] = {
            str(size): [accuracy(name, size, draw) for draw in range(DRAWS)] for size in SIZES
        }
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def accuracy(name, size, draw):
    """The share of the structure's test samples that is right after one training."""
    X_test, y_test = (part[:TEST] for part in material(name))
    model = GradientBoostingClassifier(random_state=draw).fit(*training_set(name, size, draw))
    return round(float(np.mean(model.predict(X_test) == y_test)), 4)


if __name__ == "__main__":
    main()
