"""Words for what a door, the pace of requests, or a table of moves refuses."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

REFUSALS = {
    "door.not_verified": Refusal(
        _("This page is for residents whose home is confirmed."),
        _("Confirm your home with the code in the letter, or at the service desk. It takes a minute."),
        status=403,
    ),
    "door.no_appointment": Refusal(
        _("This page is for people with an appointment in force."),
        _("If you took up a post lately, ask your office to enter the appointment."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "door.not_held": Refusal(
        _("None of your appointments opens this page."),
        _("Ask a colleague who has the post, or have the appointment entered."),
        _("Whoever keeps the appointments in your office"),
        status=403,
    ),
    "people.session_idle": Refusal(
        _("Nothing was done for a long time, so you were signed out."),
        _("Sign in again. What you typed is kept."),
        status=403,
    ),
    "people.session_revoked": Refusal(
        _("You were signed out on this device."),
        _("Sign in again. If it was not you who ended it, look at your list of devices."),
        status=403,
    ),
    "pace.too_often": Refusal(
        _("That was too often in a short time."),
        _("Wait %(seconds)s seconds and try again. Nothing was lost."),
        status=429,
    ),
    "*.no_such_move": Refusal(
        _("Things have moved on: this step is not open any more."),
        _("Load the page again and look at where it stands now. Nothing of yours was lost."),
    ),
}
