"""Notices in the Common Alerting Protocol 1.2 (OASIS, 1 July 2010): written for other systems, read from officials."""
