"""Every verb that the source records in the audit log: constants, and what reaches a helper that records."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import yuanba
from yuanba.kernel.transitions import Table

ROOT = Path(yuanba.__file__).parent
SUBJECTS = ("audit", "files", "messaging", "places", "people", "rubrics", "agreements", "publicity", "ballots",
            "surveys", "assemblies", "proposals", "cases", "funds", "oversight", "awards", "programmes",
            "config", "web", "simulation")  # fmt: skip

# Tables whose moves are recorded under their own name, beside those of the subject.
OWN_NAMES = {"renovation", "rectification", "special_matter", "recurring_issue", "grid_task"}


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def constants(node: ast.AST | None) -> set[str]:
    """The texts that an expression may be, if they stand in the source."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return set()


def argument(call: ast.Call, function: ast.FunctionDef, name: str) -> ast.AST | None:
    """What the call hands to the function's parameter."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    place = [one.arg for one in function.args.args].index(name) if name in [a.arg for a in function.args.args] else -1
    return call.args[place] if 0 <= place < len(call.args) else None


def tables(subject: str) -> Iterator[Table]:
    try:
        module = import_module(f"yuanba.{subject}.states")
    except ModuleNotFoundError:
        return
    yield from (one for one in vars(module).values() if isinstance(one, Table))


def recorded() -> set[str]:
    """All verbs. `record(verb=...)` with a constant, an f-string of a parameter, or the moves of the subject's tables."""
    found: set[str] = set()
    for subject in SUBJECTS:
        trees = [ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / subject).rglob("*.py")]
        everywhere = [one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Call)]
        for tree in trees:
            here = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
            for function in [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]:
                for call in [one for one in ast.walk(function) if isinstance(one, ast.Call)]:
                    if name_of(call) == "record":
                        verb = next((one.value for one in call.keywords if one.arg == "verb"), None)
                        calls = here if function.name.startswith("_") else everywhere
                        found |= verbs(verb, function, calls, subject)
    return found


def verbs(verb: ast.AST | None, function: ast.FunctionDef, calls: list[ast.Call], subject: str) -> set[str]:
    if verb is None or constants(verb):
        return constants(verb)
    parts = verb.values if isinstance(verb, ast.JoinedStr) else [ast.FormattedValue(verb, -1)]
    if any(ast.unparse(part) == ast.unparse(ast.parse("f'{table.name}'").body[0].value.values[0]) for part in parts):
        return {f"{table.name}.{row.verb}" for table in tables(subject) for row in table.rows}
    found = {""}
    for part in parts:
        found = {one + other for one in found for other in texts(part, function, calls, subject, found)}
    return found


def texts(part: ast.AST, function: ast.FunctionDef, calls: list[ast.Call], subject: str, before: set[str]) -> set[str]:
    """What a part of an f-string may be: what callers hand in, and the moves of the table that the text before names."""
    if isinstance(part, ast.Constant):
        return {str(part.value)}
    told = ast.unparse(part.value)
    own = [one for one in calls if name_of(one) == function.name]
    arguments = [argument(one, function, told.removesuffix(".lower()")) for one in own]
    given: set[str] = set().union(*(constants(one) for one in arguments))
    if told.endswith(".lower()"):
        return {one.lower() for one in given}
    if before != {""} and not (given and all(constants(one) for one in arguments)):
        named = [table for table in tables(subject) if any(table.name in one.split(".") for one in before)]
        others = [table for table in tables(subject) if table.name not in OWN_NAMES]
        given |= {row.verb for table in named or others for row in table.rows}
    return given
