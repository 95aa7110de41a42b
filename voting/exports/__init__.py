"""Workbook, slip sheets and result forms, drawn from what the actions returned."""
