"""Where a case about support stands, what can happen to it, and the answers around it."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList, Label


class SupportState(TextChoices):
    """Where a case about support in the home (bostøtte) stands."""

    OPENED = "opened", _("Opened")
    TALKED = "talked", _("Assessment talk held")
    HEARING = "hearing", _("In hearing of the party")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    STARTED = "started", _("Support running")
    ENDED = "ended", _("Support ended")
    DROPPED = "dropped", _("Dropped")


class SupportEvent(TextChoices):
    """What can happen in a support case; the words stand on the buttons."""

    TALK = "talk", _("Record the assessment talk (VUM)")
    SEND_HEARING = "send_hearing", _("Record that the hearing was sent")
    ANSWER_HEARING = "answer_hearing", _("Record the answer to the hearing")
    GRANT = "grant", _("Grant support")
    REFUSE = "refuse", _("Refuse support")
    START = "start", _("Record that support has started")
    END = "end", _("End the support")
    DROP = "drop", _("Drop the case")

    @property
    def taken(self) -> Label:
        """The words for a step that was taken."""
        return _SUPPORT_TAKEN[self]


_SUPPORT_TAKEN: dict[SupportEvent, Label] = {
    SupportEvent.TALK: _("Assessment talk (VUM) held"),
    SupportEvent.SEND_HEARING: _("Hearing sent"),
    SupportEvent.ANSWER_HEARING: _("Hearing answered"),
    SupportEvent.GRANT: _("Support granted"),
    SupportEvent.REFUSE: _("Support refused"),
    SupportEvent.START: _("Support started"),
    SupportEvent.END: _("Support ended"),
    SupportEvent.DROP: _("Case dropped"),
}

# Paragraphs of serviceloven under which support in the home is granted. § 85 a came with the reform of the field
# (lov nr. 482 of 12 May 2023): before, support to somebody without a home was granted under § 85.
SUPPORT_PARAGRAPHS = CodeList(
    Code("sel_85", _("§ 85 Socio-pedagogical support")),
    Code("sel_85a", _("§ 85 a Housing First support"), valid_from=date(2023, 10, 1)),
    Code("sel_82b", _("§ 82 b Early time-limited support")),
    Code("sel_99", _("§ 99 Support and contact person")),
)

SUPPORT_REFUSALS = CodeList(
    Code("no_need", _("No need for support in the home")),
    Code("other_help", _("Other help covers the need")),
    Code("outside_paragraph", _("Outside the target group of the paragraph")),
    Code("other_municipality", _("Another municipality decides")),
)

SUPPORT_ENDINGS = CodeList(
    Code("goal_reached", _("The purpose is reached")),
    Code("declined", _("The young person does not want it")),
    Code("other_support", _("Replaced by other support")),
    Code("moved", _("Moved to another municipality")),
    Code("lost_contact", _("Contact lost")),
    Code("death", _("Died")),
)

DROP_REASONS = CodeList(
    Code("declined", _("The young person does not want it")),
    Code("other_help", _("Other help covers the need")),
    Code("moved", _("Moved to another municipality")),
    Code("lost_contact", _("Contact lost")),
    Code("registered_by_mistake", _("Registered by mistake")),
)
