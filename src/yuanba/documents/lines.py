"""Where a line of a Chinese title may end, and how wide a text is."""

BREAK_AFTER, BREAK_BEFORE = "”》）、，的", "“《（拟"
SHORTEST = 4  # characters of a last line


def title_lines(title: str, room: int) -> list[str]:
    """The title in lines of at most `room` characters, ended behind a closing mark or 的, or before 拟, where there is one."""
    lines: list[str] = []
    for rest in title.split("\n"):
        while width(rest) > room:
            end = _break(rest, room)
            lines.append(rest[:end].strip())
            rest = rest[end:].strip()
        lines.append(rest)
    return lines


def _break(text: str, room: int) -> int:
    """The last good place to end the line; without one, where two lines are equally long."""
    fitting = next(end for end in range(len(text), 0, -1) if width(text[:end]) <= room)
    good = [end for end in range(2, fitting + 1) if text[end - 1] in BREAK_AFTER or text[end : end + 1] in BREAK_BEFORE]
    # A line of a few characters over a full one looks like a mistake.
    good = [end for end in good if width(text[:end]) * 3 >= room and width(text[end:]) >= SHORTEST]
    good = [end for end in good if text[end] not in BREAK_AFTER]
    return good[-1] if good else min(fitting, (len(text) + 1) // 2)


def width(text: str) -> float:
    """The width in characters: Latin letters and digits take half of one."""
    return sum(0.5 if ord(char) < 0x2000 else 1 for char in text)
