from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stillwater.people"
    label = "people"
