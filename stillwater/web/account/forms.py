"""The forms of an account. Those of django-allauth keep what they do and get our words."""

from typing import Any

from allauth.account import forms as theirs
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stillwater.people.models import Person
from stillwater.web.account.zones import zone_choices

EMAIL, PASSWORD = _("E-mail address"), _("Password")
ENOUGH = _("At least 12 characters. Three or four words that do not belong together are easy to remember.")


class OurWords:
    """Labels and helps of ours; no placeholder, which would look like an answer."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignIn(OurWords, theirs.LoginForm):  # type: ignore[misc]
    labels = {"login": EMAIL, "password": PASSWORD}


class ForgottenPassword(OurWords, theirs.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": EMAIL}


class NewPassword(OurWords, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("The same once more")}
    helps = {"password1": ENOUGH}


class ChangePassword(OurWords, theirs.ChangePasswordForm):  # type: ignore[misc]
    labels = {"oldpassword": _("Present password"), **NewPassword.labels}
    helps = {"password1": ENOUGH}


class ConfirmPassword(OurWords, theirs.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": PASSWORD}


class _OneCode(OurWords):
    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}


class Code(_OneCode, codes.AuthenticateForm):  # type: ignore[misc]
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ConfirmCode(_OneCode, codes.ReauthenticateForm):  # type: ignore[misc]
    helps = Code.helps


class FirstCode(_OneCode, ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("The six digits that the app shows now")}


class AddPasskey(OurWords, AddWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("A name for it"), "passwordless": _("Sign in with it alone, without a password")}
    helps = {
        "name": _("For instance “My phone” or “Key on my ring”."),
        "passwordless": _("It then asks for your finger, your face or its own code each time."),
    }

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["passwordless"].initial = True
        self.order_fields(["name", "passwordless", "credential"])


class NamePasskey(OurWords, EditWebAuthnForm):  # type: ignore[misc]
    labels = {"name": AddPasskey.labels["name"]}


class _NewAccount(forms.Form):
    """Name, password and zone of somebody who opens an account."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"), help_text=ENOUGH, strip=False, max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-reveal": ""}),
    )  # fmt: skip
    time_zone = forms.ChoiceField(label=_("Your time zone"), choices=zone_choices)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-zone"] = ""  # a script may fill in what the browser knows

    def clean(self) -> dict[str, Any] | None:
        known = super().clean() or {}
        if "password" in known:
            person = Person(email=known.get("email", ""), name=known.get("name", ""))
            try:
                validate_password(known["password"], person)
            except ValidationError as why:
                self.add_error("password", why)
        return known


class Arrival(_NewAccount):
    """The account that an invitation opens."""

    field_order = ("name", "password", "time_zone")


class FirstRunForOneself(_NewAccount):
    """The first account of an installation, for somebody without a clinic."""

    code = forms.CharField(
        label=_("The code from the console"), max_length=80,
        help_text=_("It stands where Stillwater was started, and works once."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    email = forms.EmailField(label=EMAIL, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    field_order: tuple[str, ...] = ("code", "name", "email", "password", "time_zone")


class FirstRun(FirstRunForOneself):
    """The first account of an installation, and its clinic."""

    clinic_name = forms.CharField(label=_("The clinic’s name"), max_length=200)
    field_order = ("code", "name", "email", "password", "clinic_name", "time_zone")

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["time_zone"].label = _("The clinic’s time zone")


class AboutMe(forms.Form):
    """What somebody is called, their clock, and how pages look to them."""

    called = forms.CharField(
        label=_("The name that you use"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text=_("Empty: the first of your names. Those who treat you see it too."),
    )  # fmt: skip
    pronouns = forms.CharField(label=_("Your pronouns"), required=False, max_length=40)
    time_zone = forms.ChoiceField(
        label=_("Your time zone"), choices=zone_choices, help_text=_("“Today” on your pages is your today.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: settings.LANGUAGES,
        help_text=_("Spanish is there for most of your pages and has not been reviewed yet. What is for emergencies, consent and the day of a session stays in English."),
    )  # fmt: skip
    reading_size = forms.ChoiceField(
        label=_("Size of the words"), required=False, widget=forms.RadioSelect,
        choices=[("", _("As the device says")), ("large", _("Larger")), ("larger", _("Largest"))],
    )  # fmt: skip
    motion = forms.ChoiceField(
        label=_("Movement"), required=False, widget=forms.RadioSelect,
        choices=[("", _("As the device says")), ("still", _("Still: nothing on a page moves by itself"))],
    )  # fmt: skip

    @classmethod
    def of(cls, person: Person) -> "AboutMe":
        """As it stands now."""
        return cls(initial={name: getattr(person, name) for name in cls.base_fields})
