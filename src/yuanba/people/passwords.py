"""A password's complexity, as 等保 asks of staff."""

from typing import Any

from django.core.exceptions import ValidationError

SPECIES = 3  # Source: 等保 2.0 by practice (C-011): at least three of upper, lower, digits, signs


class SeveralKinds:
    """Refuses a password with fewer than three kinds of characters; Chinese counts as signs."""

    def validate(self, password: str, user: Any = None) -> None:
        kinds = {
            "upper" if one.isupper() else "lower" if one.islower() else "digit" if one.isdigit() else "sign"
            for one in password
        }
        if len(kinds) < SPECIES:
            raise ValidationError("people.password_kinds", code="password_kinds")

    def get_help_text(self) -> str:
        return ""
