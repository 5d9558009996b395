"""Addresses of signing in, verification, one's own data, the roll, and the registers of people."""

from django.urls import path

from yuanba.web.people import demonstration, me, sign_in, staff_sign_in

app_name = "people"

urlpatterns = [
    path("sign-in", sign_in.phone, name="sign_in"),
    path("sign-in/code", sign_in.code, name="sign_in_code"),
    path("sign-in/again", sign_in.code_again, name="sign_in_again"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("sign-in/staff", staff_sign_in.password, name="staff_sign_in"),
    path("sign-in/staff/password", staff_sign_in.first_password, name="staff_password"),
    path("sign-in/staff/code", staff_sign_in.code, name="staff_code"),
    path("sign-in/staff/second-factor", staff_sign_in.enrol, name="staff_enrol"),
    path("me", me.me, name="me"),
    path("demonstration/codes", demonstration.codes, name="codes"),
]
