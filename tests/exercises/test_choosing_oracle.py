"""Lesson 11's references against Keras, scikit-learn and PyTorch, mathematics, and their own words.

The table is made by `tests/oracles/choosing.py`; none of the three is needed here.
"""

import importlib
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbook import keras_parts, nn
from workbook.nn import Dense, Sequential, choosing

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "choosing.npz"))

BCE = {"loss": "binary_crossentropy", "optimizer": "adam", "metrics": ["accuracy"]}
#: The trainings of the table, in this course's words.
TRAININGS = {
    "lesson": ([(16, "relu"), (8, "relu"), (1, "sigmoid")], BCE, {"epochs": 50, "batch_size": 10}),
    "clipped": ([(6, "relu"), (1, "sigmoid")], BCE, {"epochs": 8, "batch_size": 16}),
    "mse": (
        [(5, "tanh"), (4, "sigmoid"), (2, None)],
        {"loss": "mse", "optimizer": "sgd"},
        {"epochs": 12, "batch_size": 64},
    ),
}
labels = arrays(int, 20, elements=st.integers(0, 1))


# -- Keras ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=TRAININGS)
def trained(request):
    """A model from Keras's own initial weights, its history, and Keras's side of it."""
    layers, compiled, fitted = TRAININGS[request.param]
    name = f"{request.param}_"
    keras = {key[len(name) :]: value for key, value in TABLE.items() if key.startswith(name)}
    model = Sequential([keras_parts.Input((8,)), *(Dense(n, activation=f) for n, f in layers)])
    for i, layer in enumerate(model.layers):
        layer.W, layer.b = keras[f"start_{2 * i}"], keras[f"start_{2 * i + 1}"]
    model.compile(**compiled)
    validation = keras["X_val"], keras["y_val"]
    history = model.fit(
        keras["X"], keras["y"], shuffle=False, verbose=0, validation_data=validation, **fitted
    )
    return model, history, keras


def test_every_epoch_is_keras(trained):
    _, history, keras = trained
    names = {"loss", "accuracy", "val_loss", "val_accuracy"} & set(keras)
    assert set(history.history) == names and "loss" in names
    for name in names:
        np.testing.assert_allclose(history.history[name], keras[name], rtol=0, atol=1e-6)
    assert abs(keras["loss"][0] - keras["loss"][-1]) > 1e-4, "it has learnt"


def test_the_weights_at_the_end_are_keras(trained):
    model, _, keras = trained
    for i, layer in enumerate(model.layers):
        np.testing.assert_allclose(layer.W, keras[f"end_{2 * i}"], rtol=0, atol=1e-6)
        np.testing.assert_allclose(layer.b, keras[f"end_{2 * i + 1}"], rtol=0, atol=1e-6)


def test_evaluate_predict_and_the_count_are_keras(trained):
    model, _, keras = trained
    evaluated = model.evaluate(keras["X_val"], keras["y_val"])
    np.testing.assert_allclose(evaluated, keras["evaluated"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(model.predict(keras["X_val"]), keras["predicted"], atol=1e-6)
    assert model.count_params() == keras["count"]


def test_one_training_has_probabilities_that_keras_clips():
    """Without this the table would say nothing about the clipping."""
    p = TABLE["clipped_predicted"]
    assert np.any((p < 1e-7) | (p > 1 - 1e-7))


def test_adam_with_another_epsilon_would_be_noticed():
    """Keras's ε stands beside the uncorrected root, which is √1000 times smaller at first."""
    grad = np.array([1e-7, 1.0])
    ours, _ = keras_parts.adam(np.zeros(2), grad, None)
    pytorch, _ = nn.adam(np.zeros(2), grad, None, eps=1e-7)
    assert ours[1] == pytest.approx(pytorch[1], rel=1e-5)
    assert abs(ours[0]) < abs(pytorch[0]) / 10


# -- scikit-learn --------------------------------------------------------------------------


def test_counts_and_measures_are_scikit_learns():
    C = choosing.confusion_matrix(TABLE["y_true"], TABLE["y_pred"], 4)
    np.testing.assert_array_equal(C, TABLE["confusion"])
    assert not C[:, 3].any(), "a class that nobody predicts"
    pairs = zip(TABLE["binary"], TABLE["said"], strict=True)
    three = [choosing.precision_recall_f1(*pair) for pair in pairs]
    np.testing.assert_allclose(three, TABLE["three"], atol=1e-12)
    np.testing.assert_allclose(choosing.class_weights(TABLE["labels"]), TABLE["weights"])


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("weighted", [False, True])
def test_logistic_regression_is_scikit_learns(row, weighted):
    X, y = TABLE["X"], TABLE["y"]
    weight = choosing.class_weights(y)[y] if weighted else None
    w, b = choosing.logistic_regression_fit(X, y, TABLE["lams"][row], weight)
    np.testing.assert_allclose([*w, b], TABLE["fits"][row, int(weighted)], atol=1e-6)


def test_the_learning_curve_is_scikit_learns():
    def fit(X, y):
        return choosing.logistic_regression_fit(X, y, 1 / len(y))

    def score(model, X, y):
        w, b = model
        return np.mean((X @ w + b > 0) == y)

    X, y = TABLE["X"], TABLE["y"]
    sets = (X[:60], y[:60]), (X[60:], y[60:])
    train, val = choosing.learning_curve(fit, score, *sets, TABLE["sizes"].tolist())
    np.testing.assert_allclose(train, TABLE["train_scores"])
    np.testing.assert_allclose(val, TABLE["val_scores"])


# -- PyTorch -------------------------------------------------------------------------------


def test_images_are_pytorchs():
    image = TABLE["image"]
    np.testing.assert_allclose(choosing.conv2d(image, TABLE["kernel"]), TABLE["conv2d"], atol=1e-12)
    for size in (2, 3):
        np.testing.assert_array_equal(choosing.max_pool2d(image, size), TABLE[f"pooled_{size}"])


def test_recurrence_is_pytorchs():
    given = [TABLE[name] for name in ("sequence", "h0", "W_x", "W_h", "b")]
    np.testing.assert_allclose(choosing.rnn_forward(*given), TABLE["states"], atol=1e-12)
    step = choosing.rnn_step(given[0][0], *given[1:])
    np.testing.assert_allclose(step, TABLE["states"][0], atol=1e-12)


# -- mathematics ---------------------------------------------------------------------------


@given(labels, labels)
def test_measures_follow_from_the_matrix(y_true, y_pred):
    (_, fp), (fn, tp) = choosing.confusion_matrix(y_true, y_pred, 2)
    precision, recall, f1 = choosing.precision_recall_f1(y_true, y_pred)
    assert precision * (tp + fp) == pytest.approx(tp) and recall * (tp + fn) == pytest.approx(tp)
    assert min(precision, recall) <= f1 + 1e-12 and f1 <= max(precision, recall) + 1e-12


@given(arrays(int, st.integers(1, 30), elements=st.integers(-3, 3)))
def test_the_mean_weight_is_1_and_classes_weigh_the_same(y):
    classes, each = np.unique(y, return_inverse=True)
    per_sample = choosing.class_weights(y)[each]
    totals = [per_sample[y == c].sum() for c in classes]
    assert np.mean(per_sample) == pytest.approx(1) and np.ptp(totals) < 1e-9


@given(st.integers(0, 999), st.integers(1, 4), st.integers(0, 30))
def test_smote_stays_within_the_class(seed, k, n):
    rng = np.random.default_rng(seed)
    X = rng.normal(0, 1, (5, 3))
    made = choosing.smote(X, k, n, rng)
    assert made.shape == (n, 3)
    assert np.all(made >= X.min(axis=0) - 1e-12) and np.all(made <= X.max(axis=0) + 1e-12)


@given(st.integers(0, 999), st.integers(1, 5))
def test_no_row_is_in_both_parts(seed, test_size):
    rng = np.random.default_rng(seed)
    X, y = np.arange(40.0).reshape(20, 2), rng.permutation(np.repeat([0, 1], [14, 6]))
    (X_train, y_train), (X_test, _) = choosing.oversampled_split(X, y, test_size, rng)
    assert len(X_test) == test_size and not np.isin(X_train[:, 0], X_test[:, 0]).any()
    assert np.ptp(np.bincount(y_train)) == 0
    assert set(X_train[:, 0]) | set(X_test[:, 0]) == set(X[:, 0])


@given(arrays(float, (6, 5), elements=st.floats(-5, 5)), st.integers(0, 2), st.integers(0, 2))
def test_a_convolution_moves_with_its_image(image, down, right):
    kernel = np.array([[1.0, -2.0], [0.5, 3.0]])
    whole = choosing.conv2d(image, kernel)
    part = choosing.conv2d(image[down:, right:], kernel)
    np.testing.assert_allclose(part, whole[down:, right:], atol=1e-12)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh", None])
def test_gradients_are_those_of_differences(activation):
    rng = np.random.default_rng(3)
    X, y = rng.normal(0, 1, (7, 3)), rng.integers(0, 2, (7, 1)).astype(float)
    model = Sequential([Dense(4, activation, input_dim=3), Dense(1, "sigmoid")], rng=rng)
    model.compile(loss="binary_crossentropy", optimizer=lambda param, grad, state: (param, state))
    model.train_on_batch(X, y)
    for layer in model.layers:
        for name in ("W", "b"):
            start = getattr(layer, name)

            def cost(flat, layer=layer, name=name, start=start):
                setattr(layer, name, flat.reshape(start.shape))
                return model.evaluate(X, y)

            numeric = nn.numeric_grad(cost, start.ravel(), 1e-6)
            setattr(layer, name, start)
            np.testing.assert_allclose(getattr(layer, f"d{name}").ravel(), numeric, atol=1e-7)


# -- Keras's interface ---------------------------------------------------------------------


def test_the_snippet_runs_unchanged(capsys):
    X = np.random.default_rng(1).normal(0, 1, (43, 8))
    y = (X[:, 0] > X[:, 1]).astype(int)
    # fmt: off
    model = Sequential([Dense(16, input_dim=8, activation='relu'), Dense(8, activation='relu'), Dense(1, activation='sigmoid')])  # noqa: E501
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    history = model.fit(X, y, epochs=50, batch_size=10)
    # fmt: on
    assert model.count_params() == 289
    assert history.epoch == list(range(50)) and len(history.history["accuracy"]) == 50
    assert history.history["loss"][-1] < history.history["loss"][0]
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1 and "Epoch 50/50" in printed and "accuracy: " in printed


@pytest.mark.parametrize("epochs", [1, 7, 20, 50, 300])
def test_progress_is_one_line_however_many_epochs(epochs, capsys):
    model = compiled()
    model.fit(X4, Y, epochs=epochs)
    states = capsys.readouterr().out.split("\r")[1:]
    assert 1 <= len(states) <= 20 and all("\n" not in state for state in states[:-1])
    assert states[-1].startswith(f"Epoch {epochs}/{epochs} {'━' * 20} loss: ")
    assert len({len(state.rstrip("\n")) for state in states}) == 1, "no rest of a longer line"
    model.fit(X4, Y, verbose=0)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "front, first",
    [([], {"input_dim": 8}), ([keras_parts.Input(shape=(8,))], {}), ([], {})],
    ids=["input_dim", "Input", "lazily"],
)
def test_three_ways_to_the_same_model(front, first):
    layers = [*front, Dense(16, activation="relu", **first), Dense(1, activation="sigmoid")]
    model = Sequential(layers, rng=np.random.default_rng(5))
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    if not front and not first:
        with pytest.raises(ValueError, match="not built"):
            model.count_params()
    X = np.random.default_rng(2).normal(0, 1, (20, 8))
    losses = model.fit(X, X[:, 0] > 0, epochs=2, verbose=0).history["loss"]
    other = Sequential(
        [Dense(16, "relu", input_dim=8), Dense(1, "sigmoid")], rng=np.random.default_rng(5)
    )
    other.compile(**BCE)
    assert losses == other.fit(X, X[:, 0] > 0, epochs=2, verbose=0).history["loss"]
    assert model.count_params() == 8 * 16 + 16 + 16 + 1


def test_an_optimizer_of_lesson_09_does():
    X = np.random.default_rng(2).normal(0, 1, (30, 2))
    model = Sequential([Dense(1, "sigmoid", input_dim=2)], rng=np.random.default_rng(0))
    model.compile(partial(nn.momentum, lr=0.5), "binary_crossentropy")
    losses = model.fit(X, X[:, 0] > 0, epochs=20, verbose=0).history["loss"]
    assert losses[-1] < losses[0] / 2


def compiled():
    model = Sequential(
        [Dense(3, "relu", input_dim=4), Dense(1, "sigmoid")], rng=np.random.default_rng(0)
    )
    model.compile(**BCE)
    return model


X4, Y = np.zeros((5, 4)), np.zeros(5)


@pytest.mark.parametrize(
    "attempt, words",
    [
        (lambda: compiled().predict(np.zeros((5, 3))), r"shape \(N, 4\).*\(5, 3\)"),
        (lambda: compiled().predict(np.zeros(4)), r"shape \(N, 4\).*\(4,\)"),
        (lambda: compiled().fit(X4, Y[:3]), "X has 5 rows and y has 3"),
        (lambda: compiled().fit(X4, np.zeros((5, 2))), r"output has the shape \(5, 1\).*\(5, 2\)"),
        (lambda: compiled().compile(loss="bce"), "no loss 'bce' here.*'binary_crossentropy'"),
        (lambda: compiled().compile("adma", "mse"), "no optimizer 'adma' here.*'adam'"),
        (lambda: Dense(2, activation="rel"), "no activation 'rel' here.*'relu'"),
        (lambda: Sequential([Dense(1, input_dim=4)]).fit(X4, Y), "Call compile"),
        (lambda: Sequential([Dense(1), Dense(2)]).count_params(), "not built"),
        (lambda: Sequential([Dense(3, input_dim=4), Dense(1, input_dim=2)]), "input_dim=2.*3"),
    ],
)
def test_what_does_not_fit_gets_one_clear_message(attempt, words):
    with pytest.raises(ValueError, match=words) as caught:
        attempt()
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 160


def test_the_summary_says_what_is_there(capsys):
    compiled().summary()
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[-1] for row in rows] == ["parameters", "15", "4"]
    Sequential([Dense(3)]).summary()
    assert capsys.readouterr().out.splitlines()[-1].endswith("not built")


def test_examples_in_the_statements():
    np.testing.assert_array_equal(
        choosing.confusion_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), 2), [[1, 1], [0, 1]]
    )
    three = choosing.precision_recall_f1(np.array([1, 1, 1, 0, 0]), np.array([1, 0, 0, 1, 0]))
    assert three == pytest.approx((0.5, 1 / 3, 0.4))
    assert choosing.class_weights(np.array([0, 0, 0, 1])) == pytest.approx([2 / 3, 2.0])
    w, b = choosing.logistic_regression_fit(np.array([[1.0], [-1.0]]), np.array([1, 0]), 0.5)
    assert (w[0], b) == pytest.approx((0.6748, 0.0), abs=1e-4)
    assert 0.5 * w[0] == pytest.approx(nn.sigmoid(-w)[0])
    edges = choosing.conv2d(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, -1.0]]))
    np.testing.assert_array_equal(edges, -np.ones((2, 2)))
    block = np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 8.0, 7.0]])
    np.testing.assert_array_equal(choosing.max_pool2d(block, 2), [[5.0, 8.0]])
    one = np.ones((1, 1))
    h = choosing.rnn_step(np.array([1.0]), np.zeros(1), 2 * one, 3 * one, np.array([-2.0]))
    assert h == pytest.approx([0.0])
    states = choosing.rnn_forward(np.zeros((2, 1)), np.array([0.5]), one, one, np.zeros(1))
    assert states[:, 0] == pytest.approx([0.4621, 0.4318], abs=1e-4)
    train, val = choosing.learning_curve(
        lambda X, y: np.mean(y),
        lambda model, X, y: np.mean(np.abs(y - model)),
        (np.zeros((3, 1)), np.array([2.0, 4.0, 9.0])),
        (np.zeros((1, 1)), np.array([5.0])),
        [1, 3],
    )
    assert train == pytest.approx([0.0, 8 / 3]) and val == pytest.approx([3.0, 0.0])


def test_the_example_of_dense():
    layer = Dense(2, activation="relu")
    layer.W, layer.b = np.array([[1.0, -1.0]]), np.array([0.5, 0.5])
    np.testing.assert_array_equal(layer.forward(np.array([[2.0]])), [[2.5, 0.0]])
    np.testing.assert_array_equal(layer.backward(np.array([[1.0, 1.0]])), [[1.0]])
    np.testing.assert_array_equal(layer.dW, [[2.0, 0.0]])
    np.testing.assert_array_equal(layer.db, [1.0, 0.0])
    assert layer.count_params() == 4


def test_everything_public_is_listed():
    module = importlib.import_module("workbook.nn.choosing")
    assert sorted(module.__all__) == module.__all__ and len(module.__all__) == 13
