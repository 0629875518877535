"""What a midterm report is computed of, in the order in which it is read."""

from collections.abc import Mapping
from types import MappingProxyType

from reporting.chapters.money import MONEY
from reporting.chapters.targets import TARGETS
from reporting.figures.base import Indicator
from reporting.indicators.registry import INDICATORS

CHAPTERS: Mapping[str, Indicator] = MappingProxyType({**INDICATORS, TARGETS.key: TARGETS, MONEY.key: MONEY})
