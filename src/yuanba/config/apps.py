from django.apps import AppConfig
from django.core.checks import register


class ConfigConfig(AppConfig):
    name = "yuanba.config"
    label = "config"

    def ready(self) -> None:
        """The checks that refuse unsafe deployments are in force."""
        from yuanba.config import checks  # noqa: PLC0415 -- Django's app registry must be ready first

        for check in checks.ALL:
            register(check)
