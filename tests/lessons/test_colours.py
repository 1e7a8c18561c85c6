"""One thing has one colour: the table from which figures take theirs."""

import pytest
from matplotlib import colors

from workbook import nn, style


def test_no_two_of_a_family_look_alike():
    for name, family in style.FAMILIES.items():
        assert len(set(family.values())) == len(family), name


def test_a_name_means_one_thing():
    assert len(style.COLOURS) == sum(map(len, style.FAMILIES.values()))


@pytest.mark.parametrize("family", ["activations", "losses", "optimizers"])
def test_what_the_library_has_is_named_as_there(family):
    missing = {name for name in style.FAMILIES[family] if not hasattr(nn, name)}
    assert missing <= {"identity", "gelu", "silu", "adamw"}


def test_every_colour_stands_out_on_white():
    """A contrast of at least 2 for the palest; prose in these colours is set in bold or large."""
    for name, colour in style.COLOURS.items():
        assert contrast_on_white(colour) >= 2, name


def contrast_on_white(colour):
    """WCAG's contrast ratio of a colour against white, from 1 to 21."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colors.to_rgb(colour)
    ]
    luminance = sum(f * part for f, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
    return 1.05 / (luminance + 0.05)
