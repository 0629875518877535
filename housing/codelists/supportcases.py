"""Answers around the case about support in the home."""

from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList

# Paragraphs of serviceloven under which support in the home is granted.
SUPPORT_PARAGRAPHS = CodeList(
    Code("sel_85", _("§ 85 Socio-pedagogical support")),
    Code("sel_85a", _("§ 85 a Housing First support")),
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
