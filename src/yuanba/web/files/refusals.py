"""Words for what an upload may not be, on whatever page it is handed in."""

from django.utils.translation import gettext_lazy as _

from yuanba.web.refusals import Refusal

AGAIN = _("Then choose the file again; the rest of the form is still there.")

REFUSALS = {
    "files.empty": Refusal(_("The file is empty."), _("Open it on your device, save it again, and choose it anew.")),
    "files.too_large": Refusal(
        _("The file is larger than allowed here (%(limit_mb)s MB)."),
        _("Make the picture smaller, or split the document into parts."),
    ),
    "files.kind_refused": Refusal(
        _("This kind of file is not taken here. Taken are: %(allowed)s."), _("Save it as one of these kinds.")
    ),
    "files.heic": Refusal(
        _("This is a photo in the iPhone's own form (HEIC), which other devices cannot open."),
        _("Choose it again from this page on the phone, which then converts it; or send a screenshot of it."),
    ),
    "files.nothing_blurred": Refusal(
        _("The place lies outside the picture."), _("Tap once on what should not be recognised.")
    ),
    "files.executable": Refusal(_("This is a programme, whatever its name says."), AGAIN),
    "files.script": Refusal(_("There is a script in the file."), _("Save it as a PDF or a picture without scripts.")),
    "files.macro": Refusal(_("There are macros in the document."), _("Save it without macros, as .docx or .xlsx.")),
    "files.active_content": Refusal(
        _("The document starts something when it is opened."), _("Print it to a new PDF and hand that in.")
    ),
    "files.bomb": Refusal(_("Unpacked, the file would be abnormally large."), _("Hand in the documents one by one.")),
    "files.unsafe_archive": Refusal(
        _("The archive holds what must not be in one."), _("Hand in the documents one by one.")
    ),
    "files.encrypted": Refusal(_("The file has a password."), _("Take the password out and choose it again.")),
    "files.image_too_large": Refusal(
        _("The picture has more than %(megapixels)s megapixels."), _("Make it smaller; what a phone takes is enough.")
    ),
    "files.unreadable": Refusal(_("The file is damaged or not what its name says."), AGAIN),
    "files.erased": Refusal(
        _("This file was erased on %(on)s, when its term was over."), _("Only its fingerprint is kept as proof.")
    ),
    "files.lost": Refusal(
        _("This file cannot be found any more."), _("Tell the system administrator; a backup has it.")
    ),
    "files.altered": Refusal(
        _("This file was changed behind the programme's back."), _("Tell the system administrator; a backup has it.")
    ),
}
