"""Quotes to offsets: found exactly, in other typography, by their two ends, or as the one place like them; else refused."""
