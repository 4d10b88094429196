"""Lists of actions as files: CSV and XLSX, for spreadsheets, scripts and other trackers."""

from isthmus.actions.exporting.formats import Format, every, export

__all__ = ["Format", "every", "export"]
