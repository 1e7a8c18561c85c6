"""The view of progress for a program."""

import json

VERSION = 1


def as_json(view):
    """A `Progress` as JSON text, with the same fields whatever is known."""
    lesson, exercise = view.next or (None, None)
    content = {
        "version": VERSION,
        "complete": view.complete,
        "points": sum(record.points for record in view.lessons),
        "max_points": sum(record.max_points for record in view.lessons),
        "next": {"lesson": lesson.folder, "exercise": exercise.name} if lesson else None,
        "lessons": [_lesson(view, record) for record in view.lessons],
        "memory": _memory(view.known),
        "notes": view.notes,
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _lesson(view, record):
    level = view.level(record)
    return {
        "lesson": record.folder,
        "title": record.title,
        "points": record.points,
        "max_points": record.max_points,
        "minutes_stated": record.minutes,
        "minutes_spent": level.minutes if level else 0,
        "known": level.known if level else 0,
        "fading": level.fading if level else 0,
        "exercises": [
            {"name": e.name, "state": e.state, "points": e.points, "max_points": e.max_points}
            for e in record.exercises
        ],
        "texts": record.texts,
    }


def _memory(known):
    """What the learner's answers say; None where none are kept."""
    if known is None:
        return None
    day, count = known.next or (None, 0)
    return {
        "known": known.known,
        "fading": known.fading,
        "due_today": known.due,
        "due_minutes": known.minutes,
        "waiting": known.waiting,
        "next_day": day.isoformat() if day else None,
        "next_count": count,
        "plan": known.plan.isoformat(timespec="minutes") if known.plan else None,
    }
