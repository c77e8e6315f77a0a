from typing import Any

from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "stillwater.web.account"
    label = "web_account"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        authenticator_added.connect(_proved, dispatch_uid="second step proved")


def _proved(request: Any, user: Any, authenticator: Any, **known: Any) -> None:
    """Whoever has just set up a second step has shown that they hold it: this sign-in counts as made with both."""
    from allauth.account.internal.flows.login import record_authentication

    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
