from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yuanba.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
