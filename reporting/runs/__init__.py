"""One computation of a report: asked for, computed, frozen, failed, cancelled."""
