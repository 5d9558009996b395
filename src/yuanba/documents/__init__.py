"""Documents: plain data in, bytes of .docx, .pdf or .xlsx out.

It knows no Django, no models, no HTTP and no clock: the same data give the same document. Callers import the module
that they need (`from yuanba.documents import official`), so that a page which prints nothing loads no typesetter.
Chinese sentences live in `texts.py` (Word) and in `templates/*.typ` (PDF).
"""
