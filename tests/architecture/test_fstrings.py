"""No text to be translated stands inside an f-string: nothing extracts it, and it would stay English for everybody."""

import ast
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src" / "yuanba" / "web"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def inside(text: str) -> list[int]:
    """Lines of calls for a translation within f-strings."""
    strings = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr)]
    calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id in GETTEXT]


def test_the_search_finds_a_slip() -> None:
    assert inside("""print(f"{_('Who')}: {name}")""") == [1]
    assert inside('print(f"{name}")') == []


def test_no_translation_stands_inside_an_f_string() -> None:
    found = {str(path.relative_to(WEB)): inside(path.read_text()) for path in WEB.rglob("*.py")}
    assert len(found) > 100
    assert {path: lines for path, lines in found.items() if lines} == {}
