"""Every table by its key: what commands, pages, exports and programs ask for."""

from collections.abc import Mapping
from types import MappingProxyType

from reporting.outcomes.national import NATIONAL
from reporting.outcomes.youth import YOUTH
from reporting.tabulation.tabulating import Declaration

TABLES: Mapping[str, Declaration] = MappingProxyType({one.key: one for one in (*NATIONAL, *YOUTH)})
