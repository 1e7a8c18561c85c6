"""What the view of progress says of a learner's own answers: known, fading, due, planned."""


def remembered(known):
    """Lines of text about a `Knowledge`."""
    lines = []
    if known.known or known.fading:
        lines.append(f"Likely known: {known.known} of {known.known + known.fading} that you were "
                     f"asked; {known.fading} fading. {_due(known)}")  # fmt: skip
    if known.plan:
        lines.append(f"You mean to sit down next on {_at(known.plan)}.")
    elif known.known or known.fading:
        lines.append(
            'When will you sit down next? `autograder progress --plan "2027-03-01 18:00"`, or the '
            "end of a review, writes it into a calendar file."
        )
    return lines


def _due(known):
    if known.due:
        more = f", and {known.waiting} more can wait" if known.waiting else ""
        minutes = f"{known.minutes} minute{'s' * (known.minutes != 1)}"
        return f"Due today: {known.due}, about {minutes}{more} (`autograder review`)."
    if known.next:
        day = known.next[0]
        return f"Nothing more is due today; the next on {day:%A} {day.day} {day:%B}."
    return ""


def _at(when):
    return f"{when:%A} {when.day} {when:%B}, {when:%H:%M}"
