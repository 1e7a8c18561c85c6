"""The report's plots as SVG inside of the page: no script, colours by class, a text for each.

Every plot has a table beside it, which the templates make; these are for the eye.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 10, 36


def histogram(counts: Sequence[int], most: float) -> Markup:
    """How many students have how many points; counts: in equal parts of 0 to `most`."""
    tallest = max(1, *counts)
    step = (WIDTH - LEFT - RIGHT) / len(counts)
    parts = [_axis_y([(0, "0"), (1, str(tallest))])]
    for at, count in enumerate(counts):
        x, y = LEFT + at * step, _y(count / tallest)
        parts.append(_rect(x + 1, y, step - 2, _y(0) - y, "bar"))
        if count:
            parts.append(_text(x + step / 2, max(y - 3, 9), count, "middle"))
    parts += [_text(_x(share), HEIGHT - 20, f"{share * most:g}", "middle") for share in (0, 0.5, 1)]
    parts.append(_text(_x(0.5), HEIGHT - 5, "points", "middle"))
    said = ", ".join(
        f"{n} from {at * most / len(counts):g} to {(at + 1) * most / len(counts):g}"
        for at, n in enumerate(counts)
        if n
    )
    return _picture(f"How many students have how many points: {said}.", parts)


def map_of_items(points: Sequence[tuple[str, float, float]], named: int = 4) -> Markup:
    """Items as dots, by facility and discrimination. points: (name, facility, discrimination), of
    which the first few get their name."""
    low = min(0.0, *(d for _, _, d in points))
    scale = 1.0 - low
    parts = [_axis_y([(-low / scale, "0"), (1, "1")])]
    border = _y((0.2 - low) / scale)
    parts.append(f'<line class="guide" x1="{LEFT}" y1="{border:.1f}" x2="{WIDTH - RIGHT}" '
                 f'y2="{border:.1f}"/>')  # fmt: skip
    parts.append(_text(LEFT + 3, border - 3, "0.2"))
    taken: list[tuple[float, float]] = []
    for at, (name, facility, found) in enumerate(points):
        x, y = _x(facility), _y((found - low) / scale)
        parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        if at < named and not any(abs(y - b) < 12 and abs(x - a) < 110 for a, b in taken):
            taken.append((x, y))
            left = x > WIDTH * 0.6
            parts.append(_text(x - 7 if left else x + 7, y + 4, name, "end" if left else "start"))
    ends = {0: "start", 0.5: "middle", 1: "end"}
    parts += [_text(_x(s), HEIGHT - 20, f"{100 * s:g} %", end) for s, end in ends.items()]
    parts.append(_text(_x(0.5), HEIGHT - 5, "facility; upwards: discrimination", "middle"))
    said = "; ".join(f"{name} {100 * f:.0f} % and {d:.2f}" for name, f, d in points)
    return _picture(f"Facility and discrimination of each exercise: {said}.", parts)


def trend(
    rows: Sequence[tuple[str, tuple[float, ...] | None, float | None]], whose: str = ""
) -> Markup:
    """Shares of the points over lessons. rows: (lesson's number, the class's five numbers, a
    student's own), each None where there is none."""
    parts = [_axis_y([(0, "0 %"), (0.5, "50 %"), (1, "100 %")])]
    step = (WIDTH - LEFT - RIGHT) / max(1, len(rows))
    own, said = [], []
    for at, (name, five, mine) in enumerate(rows):
        x = LEFT + (at + 0.5) * step
        parts.append(_text(x, HEIGHT - 20, name, "middle"))
        words = []
        if five:
            low, lower, median, upper, high = five
            half = min(12.0, step / 3)
            parts.append(f'<line class="guide" x1="{x:.1f}" y1="{_y(low):.1f}" x2="{x:.1f}" '
                         f'y2="{_y(high):.1f}"/>')  # fmt: skip
            parts.append(_rect(x - half, _y(upper), 2 * half,
                               max(1.0, _y(lower) - _y(upper)), "box"))  # fmt: skip
            parts.append(_rect(x - half, _y(median) - 1.5, 2 * half, 3, "bar"))
            words.append(f"median {100 * median:.0f} %, middle half {100 * lower:.0f} to "
                         f"{100 * upper:.0f} %")  # fmt: skip
        if mine is not None:
            own.append((x, _y(mine)))
            words.append(f"{whose} {100 * mine:.0f} %")
        if words:
            said.append(f"lesson {name}: {', '.join(words)}")
    if own:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in own)
        parts.append(f'<polyline class="own" points="{path}"/>')
        parts += [f'<circle class="own dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in own]
    parts.append(_text(_x(0.5), HEIGHT - 5, "lesson", "middle"))
    return _picture(f"Shares of the points over the lessons. {'; '.join(said)}.", parts)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _axis_y(ticks: Sequence[tuple[float, str]]) -> str:
    """The frame's two lines, and what stands at its left."""
    lines = f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none"/>'
    return lines + "".join(_text(LEFT - 4, _y(share) + 4, word, "end") for share, word in ticks)


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    )


def _text(x: float, y: float, words: object, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(str(words))}</text>'


def _picture(said: str, parts: Sequence[str]) -> Markup:
    return Markup(
        '<svg class="plot" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>'
    ).format(said, WIDTH, HEIGHT, Markup("".join(parts)))
