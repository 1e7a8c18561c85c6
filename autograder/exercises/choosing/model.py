"""`Sequential`: layers one after another, compiled and fitted."""

from workbook import nn

from ..exercise import Aspect, Exercise, confirmed
from .draws import seeded
from .model_base import FromWholeArrays, WithMinibatches
from .model_scripts import (
    ERRORS,
    EVALUATES,
    FIT,
    GOES_ON,
    LAZY,
    ONE_BATCH,
    ORDER,
    PREDICTS,
    PROGRESS,
    THREE_BATCHES,
    drawn,
    judged,
)

Sequential = Exercise(
    reference=nn.Sequential,
    rtol=1e-8,
    summary=judged,
    given=(
        "__init__",
        "build",
        "compile",
        "prepare",
        "prepare_pair",
        "measure",
        "update",
        "summary",
    ),
    statement=(
        "A model as in Keras. All that you have built comes together in five methods; the plumbing "
        "is there already. The check brings layers of its own."
    ),
    aspects=[
        Aspect(
            "predicts",
            0.75,
            "predict goes through all layers, count_params adds them up",
            [
                drawn(PREDICTS, 2),
                drawn(PREDICTS, 3, K=2),
            ],
        ),
        Aspect(
            "one batch",
            1,
            "train_on_batch measures, goes back through all layers, and updates once",
            [
                drawn(ONE_BATCH, 3),
                drawn(THREE_BATCHES, 4, optimizer="adam"),
                drawn(THREE_BATCHES, 4, metrics=()),
            ],
        ),
        Aspect(
            "fit",
            1,
            "an update per batch, a smaller last one too; a history of means over the samples",
            [
                drawn(FIT, 6, B=6, epochs=3),
                drawn(FIT, 7, optimizer="adam", B=3, epochs=2),
                drawn(FIT, 5, K=2, metrics=(), B=4, epochs=2),
                *confirmed(drawn(PROGRESS, 5, optimizer="adam", B=4, epochs=2), 0),
            ],
        ),
        Aspect(
            "order",
            0.25,
            "shuffled: a fresh random order in every epoch, from the model's rng",
            [seeded(ORDER)],
        ),
        Aspect(
            "edges",
            0.5,
            "evaluate learns nothing; fit goes on; a model is built when data come; errors",
            [
                drawn(EVALUATES, 4),
                drawn(EVALUATES, 3, metrics=()),
                drawn(GOES_ON, 5, optimizer="adam", B=2),
                drawn(LAZY, 5),
                drawn(ERRORS, 4),
            ],
        ),
    ],
    hints=[
        "predict is a loop: what a layer gives is what the next one takes. The way back is the "
        "same loop over reversed(self.layers).",
        "fit: two loops, as in lesson 08. The order is self.rng.permutation(len(X)), or "
        "np.arange(len(X)) without shuffle; keep what each train_on_batch returns, and its size.",
        "An epoch's loss is np.average of its batches' losses, with their sizes as weights. "
        "evaluate is prepare_pair, predict and measure, without any update.",
    ],
)

for sound in (WithMinibatches, FromWholeArrays):
    Sequential.alternative(sound)
