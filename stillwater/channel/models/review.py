"""The step between a draft and its publication: a clinician of the reviewers' group reads it, and the page then says so."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask

from stillwater.channel.forms import told
from stillwater.channel.models.people import Contributor
from stillwater.channel.rules.checklist import content_lacks
from stillwater.channel.rules.vocabulary import REVIEW_DAYS
from stillwater.channel.texts import digest_of, draft_of


class ClinicalReview(GroupApprovalTask):
    """Whoever approves is the page's reviewer from then on, by the name and the credentials of their contributor's entry."""

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Approving writes the reviewer and the dates into the revision that is then published. Raises ValidationError, which the
        studio says in words."""
        if action_name == "approve":
            # What they see: while they read, another of the group may have corrected it, or they themselves.
            page = task_state.revision.content_object.get_latest_revision_as_object()
            if hasattr(page, "reviewed_date"):
                reviewer = Contributor.objects.filter(person=user).first()
                if reviewer is None:
                    raise ValidationError(
                        _("Ask an editor to enter you as a contributor first: the page names its reviewer.")
                    )
                if found := content_lacks(draft_of(page)):
                    raise ValidationError([told(lack) for lack in found])
                today = timezone.localdate()  # Wagtail calls this; nobody hands it the time
                page.reviewer, page.reviewed_date, page.reviewed_text = reviewer, today, digest_of(page)
                page.review_due_date = today + timedelta(days=REVIEW_DAYS)
                task_state.revision = page.save_revision(user=user, clean=False)
                task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> Any:
        return _("A clinician reads the page against its sources, and is named on it")

    class Meta:
        verbose_name = _("Clinical review")
