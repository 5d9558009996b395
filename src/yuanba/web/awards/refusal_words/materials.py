"""What a file may be refused for on a line of the checklist; what an upload is refused for anywhere stands in web.files."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

MATERIALS = {
    "material.not_asked": Refusal(
        _("The checklist does not ask for this."), _("Look at the list and choose the line the file belongs to.")
    ),
    "material.no_file": Refusal(
        _("The file was not found among your uploads."),
        _("Choose the file once more and send it. Everything else is kept."),
    ),
    "material.kind_refused": Refusal(
        _("This line of the checklist does not take such a file."),
        _("What is taken: %(allowed)s."),
    ),
    "material.too_large": Refusal(
        _("This file is larger than %(most_mib)s MB."),
        _("Take the photo in a smaller size, or save the document as PDF. Everything else is kept."),
    ),
    "material.too_many": Refusal(
        _("There are already %(most)s files on this line, and more are not taken."),
        _("Take one away first, then add the new one."),
    ),
    "material.stage_over": Refusal(
        _("The time for handing in documents is over."),
        _("What you handed in is there. If something is missing, you will be asked for it, with a new deadline."),
    ),
    "material.entry_settled": Refusal(
        _("Nothing can be added to this entry any more."), _("Look at “My entries” to see where it stands.")
    ),
}
