"""The channel's rows: pages, whoever wrote or checked them, and who asked for letters."""

from stillwater.channel.models.letters import Issue, Subscription
from stillwater.channel.models.pages import Article, Glossary, Hub, Series, Topic
from stillwater.channel.models.people import Contributor
from stillwater.channel.models.review import ClinicalReview

__all__ = ["Article", "ClinicalReview", "Contributor", "Glossary", "Hub", "Issue", "Series", "Subscription", "Topic"]
