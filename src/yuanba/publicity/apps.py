from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "yuanba.publicity"
    label = "publicity"
    default_auto_field = "django.db.models.BigAutoField"
