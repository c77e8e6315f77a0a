"""Wagtail's rows of an editor's own settings, without its pages for accounts and groups: those would show an editor everybody who
has an account here, patients too. Accounts are opened by invitation, editors by `stillwater editor`.
"""

from wagtail.users.apps import WagtailUsersAppConfig

import stillwater.channel.migrations as nothing


class ProfilesConfig(WagtailUsersAppConfig):
    def ready(self) -> None:
        super().ready()
        self.module = nothing  # where Wagtail looks for hooks and finds none
