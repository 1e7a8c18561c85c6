"""Lesson 12's references against Keras, mathematics, and their own words.

The table is made by `tests/oracles/choosing.py`; Keras is not needed here.
"""

import importlib
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from workbook import keras_parts, nn
from workbook.nn import Activation, BatchNorm, Dense, Dropout, Loss, Sequential

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
    assert [row.split()[-1] for row in rows] == ["parameters", "15", "4", "19"]
    Sequential([Dense(3)]).summary()
    assert capsys.readouterr().out.splitlines()[-1].endswith("not built")


# -- mathematics ---------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "layer", [Activation("tanh"), Activation("relu"), Dense(3, "sigmoid"), BatchNorm(0.9)]
)
def test_the_way_back_of_a_layer_is_that_of_differences(layer):
    rng = np.random.default_rng(8)
    layer.build(4, rng)
    X, dA = rng.normal(0, 1, (5, 4)), rng.normal(0, 1, (5, layer.units))

    def total(flat):
        return float(np.sum(dA * layer.forward(flat.reshape(X.shape), True)))

    numeric = nn.numeric_grad(total, X.ravel(), 1e-6)
    layer.forward(X, True)
    np.testing.assert_allclose(layer.backward(dA).ravel(), numeric, atol=1e-7)
    for name in layer.params:
        start, grad = getattr(layer, name), getattr(layer, f"d{name}")

        def by_param(flat, name=name, start=start):
            setattr(layer, name, flat.reshape(start.shape))
            return total(X.ravel())

        numeric = nn.numeric_grad(by_param, start.ravel(), 1e-6)
        setattr(layer, name, start)
        np.testing.assert_allclose(grad.ravel(), numeric, atol=1e-7)


@pytest.mark.parametrize("name", ["binary_crossentropy", "categorical_crossentropy"])
def test_the_gradient_from_logits_is_that_of_differences(name):
    rng = np.random.default_rng(2)
    loss, y, Z = Loss(name), np.eye(3)[[0, 2, 1, 1]], rng.normal(0, 2, (4, 3))
    numeric = nn.numeric_grad(lambda flat: loss.cost(y, flat.reshape(Z.shape)), Z.ravel(), 1e-6)
    np.testing.assert_allclose(loss.grad(y, Z).ravel(), numeric, atol=1e-8)
    with pytest.raises(ValueError, match="logits 'mse'"):
        Loss("mse")


def test_both_ends_learn_the_same_where_nothing_is_clipped():
    X = np.random.default_rng(2).normal(0, 1, (40, 3))
    y, found = X[:, 0] > 0.3, []
    for end, loss in (("sigmoid", "binary_crossentropy"), (None, Loss("binary_crossentropy"))):
        layers = [Dense(4, "tanh", input_dim=3), Dense(1, end)]
        model = Sequential(layers, rng=np.random.default_rng(0))
        model.compile(loss=loss, optimizer="adam", metrics=["accuracy"])
        found.append(model.fit(X, y, epochs=3, verbose=0).history)
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(found[0][name], found[1][name], atol=1e-9)


def test_accuracy_of_classes_is_the_share_of_largest_scores():
    y, Z = np.eye(3)[[0, 1, 2]], np.array([[2.0, 1.0, 0.0], [0.0, -1.0, -2.0], [-3.0, -2.0, -1.0]])
    assert keras_parts.accuracy(y, Z, 0.0) == pytest.approx(2 / 3)


# -- two faces -----------------------------------------------------------------------------


def test_a_model_with_two_faces_predicts_the_same_in_any_company():
    rng = np.random.default_rng(4)
    X = rng.normal(0, 1, (30, 3))
    layers = [Dense(5, input_dim=3), BatchNorm(), Activation("relu"), Dropout(0.3)]
    model = Sequential([*layers, Dense(1, "sigmoid")], rng=rng)
    model.compile(**BCE)
    model.fit(X, X[:, 0] > 0, epochs=3, verbose=0)
    whole = model.predict(X)
    for size in (1, 7, 30):
        np.testing.assert_allclose(nn.predict_in_batches(model, X, size), whole, atol=1e-12)
    assert not np.allclose(model.forward(X[:1], training=True), whole[:1])


def test_the_best_weights_come_back_with_all_that_belongs_to_them():
    rng = np.random.default_rng(1)
    X = rng.normal(0, 1, (24, 6))
    y, V = rng.integers(0, 2, 24), rng.normal(0, 1, (200, 6))
    v = rng.integers(0, 2, 200)
    model = Sequential([Dense(24, input_dim=6), BatchNorm(0.5), Dense(1, "sigmoid")], rng=rng)
    model.compile("adam", "binary_crossentropy")
    losses = nn.fit_with_patience(model, (X, y), (V, v), 5, 60)
    assert len(losses) - 1 - np.argmin(losses) == 5
    assert model.evaluate(V, v) == pytest.approx(min(losses), abs=1e-12)


# -- their own words -----------------------------------------------------------------------


def test_the_example_of_dense():
    layer = Dense(2, activation="relu")
    layer.W, layer.b = np.array([[1.0, -1.0]]), np.array([0.5, 0.5])
    np.testing.assert_array_equal(layer.forward(np.array([[2.0]])), [[2.5, 0.0]])
    np.testing.assert_array_equal(layer.backward(np.array([[1.0, 1.0]])), [[1.0]])
    np.testing.assert_array_equal(layer.dW, [[2.0, 0.0]])
    np.testing.assert_array_equal(layer.db, [1.0, 0.0])
    assert layer.count_params() == 4


def test_examples_in_the_statements():
    relu = Activation("relu")
    np.testing.assert_array_equal(relu.forward(np.array([[-1.0, 2.0]])), [[0.0, 2.0]])
    np.testing.assert_array_equal(relu.backward(np.array([[8.0, 8.0]])), [[0.0, 8.0]])
    loss, y, Z = Loss("binary_crossentropy"), np.array([[1.0]]), np.array([[0.0]])
    assert loss.probabilities(Z) == 0.5 and loss.grad(y, Z) == -0.5
    assert loss.cost(y, Z) == pytest.approx(0.693, abs=5e-4)
    norm = BatchNorm(momentum=0.5, eps=0.0)
    norm.build(1, None)
    X = np.array([[1.0], [3.0]])
    np.testing.assert_array_equal(norm.forward(X, training=True), [[-1.0], [1.0]])
    np.testing.assert_array_equal(norm.forward(X), [[0.0], [2.0]])
    clipped, length = nn.clip_by_global_norm([np.array([3.0]), np.array([[0.0, 4.0]])], 1.0)
    assert length == 5.0
    np.testing.assert_allclose(clipped[0], [0.6])
    np.testing.assert_allclose(clipped[1], [[0.0, 0.8]])
    np.testing.assert_array_equal(nn.unbroadcast(np.ones((2, 3)), (3,)), [2.0, 2.0, 2.0])
    np.testing.assert_array_equal(nn.unbroadcast(np.ones((2, 3)), (2, 1)), [[3.0], [3.0]])
    model = Sequential([Dense(16, input_dim=8), Activation("relu")])
    assert nn.summary(model) == ([("Dense", 16, 144), ("Activation", 16, 0)], 144)


def test_everything_public_is_listed():
    module = importlib.import_module("workbook.nn.keras")
    assert sorted(module.__all__) == module.__all__ and len(module.__all__) == 14
