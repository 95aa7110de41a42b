"""Pingyi: anonymous live voting for the review meetings of an office, and the year's assessment they feed."""
