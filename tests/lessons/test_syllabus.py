"""What every lesson owes its reader: all items taught, time that fits, questions that explain."""

import re
from pathlib import Path

import jupytext
import pytest

from autograder.authoring.build import expand
from autograder.authoring.minutes import SITTING
from autograder.course import all_lessons
from autograder.exercises import of_lesson
from workbook import checkpoints

#: The syllabus: which items a lesson must teach, and which exercises it must hold.
ITEMS = {
    "00-start-here": "",
    "00-toolbox": "",
    "01-neuron": "N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 N11 N12 N13 N14 N15 CP1 Q1 Q2",
    "02-forward-propagation": "F1 F2 F3 F4 F5 F6 F7",
    "03-activations": "A1 A2 A3 A4 A5 A6 A7",
    "04-losses": "L1 L2 L3 L4 Q6 Q7",
    "05-gradient-descent": "G1 G2 G3 G4 G5 G6 G7",
    "06-backpropagation": "B1 B2 B3 B4 B5",
    "07-layers": "B2 B3 B4 A7",
    "08-training": "T1 T2 T3 T4 T5 Q8 Q9",
    "09-optimizers": "O1 O2 O3 O4 O5 O6 O7 O8 O9 Q3 Q4 Q5",
    "10-overfitting": "R1 R2 R3 Q10 Q11 CP4 CP5 CP7",
    "11-choosing": "C1 C2 CP2 CP6 R4",
    "12-keras": "C3 CP3 R4",
    "13-capstone": "",
}
EXERCISES = {
    "00-start-here": "double",
    "00-toolbox": """
        row_shares rows_all_positive apply_twice add_noise Pair count_numbers log_of_product
        standard_deviation slope_of_a_chain partial_slopes column_products""",
    "01-neuron": """
        weighted_sum step neuron predict gate_weights perceptron_update train_perceptron xor""",
    "02-forward-propagation": """
        standardize_fit standardize_apply min_max_scale dense layer_shapes count_params init_params
        forward""",
    "03-activations": """
        sigmoid tanh relu leaky_relu elu maxout softmax sigmoid_grad tanh_grad relu_grad
        leaky_relu_grad elu_grad softmax_jacobian collapse_linear dead_fraction""",
    "04-losses": """
        mse mae huber log_cosh quantile_loss eps_insensitive hinge one_hot binary_cross_entropy
        bce_from_logits cross_entropy softmax_cross_entropy mse_grad mae_grad huber_grad
        log_cosh_grad quantile_loss_grad eps_insensitive_grad hinge_grad bce_from_logits_grad
        softmax_cross_entropy_grad""",
    "05-gradient-descent": """
        numeric_grad gd_step gradient_descent max_stable_lr classify_stationary
        linear_regression_grad fit_linear""",
    "06-backpropagation": """
        add_backward mul_backward sigmoid_backward backprop_neuron grad_check Value""",
    "07-layers": """
        dense_backward activation_backward softmax_cross_entropy_backward mlp_loss_and_grads MLP
        gradient_norms""",
    "08-training": """
        train_val_test_split minibatches iterations_per_epoch accuracy train has_converged
        diagnose""",
    "09-optimizers": """
        sgd momentum nesterov adagrad rmsprop adadelta adam step_decay cosine_schedule""",
    "10-overfitting": """
        l2_penalty l2_penalty_grad dropout_forward dropout_backward early_stopping shift_images
        generalization_gap diagnose_fit""",
    "11-choosing": """
        confusion_matrix precision_recall_f1 roc_curve best_threshold class_weights smote
        logistic_regression_fit learning_curve conv2d max_pool2d rnn_step rnn_forward""",
    "12-keras": """
        Activation Dense Loss Sequential train_on_batch fit evaluate summary Dropout BatchNorm
        clip_by_global_norm unbroadcast fit_with_patience""",
    "13-capstone": """
        scale_pixels nearest_centroid read_digits confident_errors ablation summarise_seeds""",
}
MOST_MINUTES = {"00-start-here": 20}
REVIEWED_FROM = 2
REVIEWS = {"13-capstone": 12}  # one from each lesson, 01 to 12

every_lesson = pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.folder)


@every_lesson
def test_every_item_is_taught(lesson):
    taught = {item for cell in _notebook_cells(lesson) for item in cell.metadata.get("items", [])}
    assert set(ITEMS[lesson.folder].split()) <= taught


@every_lesson
def test_every_exercise_of_the_syllabus_exists(lesson):
    assert set(EXERCISES[lesson.folder].split()) <= set(of_lesson(lesson.folder))


@every_lesson
def test_minutes_are_stated_and_fit(lesson):
    minutes = [
        cell.metadata["minutes"] for cell in _notebook_cells(lesson) if "minutes" in cell.metadata
    ]
    assert len(minutes) >= 3
    assert sum(minutes) <= MOST_MINUTES.get(lesson.folder, 2 * SITTING)
    assert sum(minutes) == jupytext.read(lesson.source).metadata["workbook"]["minutes"]


@every_lesson
def test_every_question_is_asked_and_every_asked_one_exists(lesson):
    asked = [cell.metadata["question"] for cell in expand(lesson) if "question" in cell.metadata]
    assert sorted(set(asked)) == sorted(question.id for question in checkpoints.load(lesson.folder))


@every_lesson
def test_lesson_has_predictions_checkpoints_and_a_review(lesson):
    kinds = [question.kind for question in checkpoints.load(lesson.folder)]
    assert kinds.count("predict") >= 1 and kinds.count("checkpoint") >= 1
    if int(lesson.folder[:2]) >= REVIEWED_FROM:
        assert kinds.count("review") == REVIEWS.get(lesson.folder, 5)
        assert any(exercise.starter for exercise in of_lesson(lesson.folder).values()), (
            "a break-it exercise"
        )


@every_lesson
def test_given_code_is_short(lesson):
    """No more than about 12 lines before a learner writes some."""
    given = [
        c for c in _notebook_cells(lesson) if c.cell_type == "code" and "nbgrader" not in c.metadata
    ]
    assert max(len(cell.source.splitlines()) for cell in given) <= 14


@every_lesson
def test_links_and_pictures_stay_on_this_machine(lesson):
    for cell in _notebook_cells(lesson):
        assert not re.search(r"!\[[^]]*\]\(https?:|<(img|script|iframe)[^>]+src=", cell.source)
        if cell.cell_type == "code":
            assert "http" not in cell.source


def test_no_spelling_of_both_kinds():
    """British spelling throughout what learners read."""
    american = re.compile(
        r"\b(\w*normaliz\w+|color|colors|behavior|center(ed)?|gray|initializ\w+)\b"
    )
    for lesson in all_lessons():
        for cell in _notebook_cells(lesson):
            if cell.cell_type == "markdown":
                assert not american.search(cell.source), cell.source
        text = Path("workbook/checkpoints", f"{lesson.folder}.toml").read_text("utf-8")
        assert not american.search(text)


def _notebook_cells(lesson):
    return [cell for cell in expand(lesson) if cell.metadata.get("only") != "deck"]
