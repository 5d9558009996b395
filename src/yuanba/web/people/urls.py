"""Addresses of signing in, verification, one's own data, the roll, and the registers of people."""

from django.urls import path

from yuanba.web.people import demonstration, desk, me, my_data, sign_in, staff_sign_in, verify

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
    path("letter/<str:code>", verify.letter, name="letter"),
    path("verify", verify.verify, name="verify"),
    path("verify/done", verify.verified, name="verified"),
    path("me", me.me, name="me"),
    path("me/messages", me.inbox_page, name="inbox"),
    path("me/messages/<int:pk>", me.read_message, name="read_message"),
    path("me/devices", me.devices, name="devices"),
    path("me/devices/<int:pk>", me.revoke_device, name="revoke_device"),
    path("me/devices/all", me.revoke_all_devices, name="revoke_all"),
    path("me/preferences", me.preferences, name="preferences"),
    path("me/password", me.password, name="password"),
    path("me/data", my_data.data, name="data"),
    path("me/data.json", my_data.export, {"kind": "json"}, name="data_json"),
    path("me/data.xlsx", my_data.export, {"kind": "xlsx"}, name="data_xlsx"),
    path("me/data/ask", my_data.ask, name="ask"),
    path("me/consents", my_data.consents, name="consents"),
    path("me/consents/<str:kind>/<int:version>", my_data.give, name="give_consent"),
    path("me/consents/<int:pk>", my_data.withdraw, name="withdraw_consent"),
    path("me/close", my_data.close, name="close"),
    path("desk/people", desk.desk, name="desk"),
    path("desk/people/<int:pk>", desk.person, name="desk_person"),
    path("desk/people/<int:pk>/unverify", desk.unverify, name="unverify"),
    path("desk/people/<int:pk>/unmask/<str:field>", desk.unmask, name="unmask"),
    path("demonstration/codes", demonstration.codes, name="codes"),
]
