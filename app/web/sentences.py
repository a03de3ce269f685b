"""Coded errors of fields as sentences: what is wrong and what would be right.

The words follow the GOV.UK design system: "Enter a reason", "Year must have 4 numbers".
"""

from collections.abc import Mapping
from typing import Any

# What pydantic and `app/forms/fields.py` may say. `title` is "a reason"; `Title` is "Reason".
SENTENCES = {
    "too_long": "{Title} must be {most:,} characters or fewer. Take out at least {over:,}",
    "unreadable": "{Title} has a character that cannot be stored. Delete it and type it again",
    "broken": "{Title} has a character that arrived broken, shown as \ufffd. Delete it",
    "not_whole": "{Title} must be a whole number, like 12",
    "not_pounds": "{Title} must be an amount in pounds, like 12,500 or 12,500.50",
    "other_digits": "{Title} must be in the digits 0 to 9",
    "out_of_range": "{Title} must be between {least:,} and {most:,}",
    "not_a_date": "{Title} must be a real date, like 27 3 2008",
    "no_leap_day": "There was no 29 February in {year}. {Title} must be a real date",
    "date_lacks": "{Title} must include a {parts}",
    "short_year": "Year must have 4 numbers, like 2008",
    "far_year": "{Title} must be in a year near ours. Check the year",
    "in_future": "{Title} must be today or in the past",
    "in_past": "{Title} must be today or in the future",
    "too_old": "{Title} must be less than {years} years ago. Check the year",
    "not_a_time": "{Title} must be a time, like 2:15pm",
    "not_a_phone": "{Title} must be a phone number, like 07700 900 982",
    "not_an_nhs_number": "{Title} must be 10 digits that belong together. Check the number",
    "not_a_postcode": "{Title} must be a full postcode, like B9 5SS",
    "not_a_mail_address": "{Title} must be an email address, like name@example.org",
    "enum": "Select {title} from the list",
    "literal_error": "Select {title} from the list",
    "uuid_parsing": "Select {title} from the list",
    "uuid_type": "Select {title} from the list",
    "bool_parsing": "Select {title} from the list",
    "too_short": "Select at least {min_length} for {title}",
    "value_error": "{error}",
    # A cell of a spreadsheet.
    "empty_cell": "{Title} is missing. Fill the cell in",
    "formula": "The cell holds a formula, or begins with = or @. Paste the value itself",
    "not_mapped": "{Title} has a text without a meaning. Go back and say what it means",
    "before_other": "{Title} lies before {other}. Check both",
    "no_colleague": "Nobody of your team who can hold cases has this name or email address, or more than one has",
    "twice": "The same case stands in row {other} already. Take one of them out",
}
LAST_RESORT = "{Title} is not right. Check it"
TWICE = "This form was sent with the same box twice. Load the page again"
UNASKED = "This form was sent with a box that does not belong to it. Load the page again"


def bare(title: str) -> str:
    """Return a title without its article and with a capital: "a reason" is "Reason"."""
    for article in ("a ", "an ", "the ", "their ", "your "):
        if title.startswith(article):
            title = title.removeprefix(article)
            break
    return title[:1].upper() + title[1:]


def missing(title: str, *, chosen: bool) -> str:
    """Return the sentence for a field left empty; `chosen` when it is picked, not typed."""
    return f"{'Select' if chosen else 'Enter'} {title}"


def sentence(code: str, title: str, details: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a coded error of the field called `title`."""
    return SENTENCES.get(code, LAST_RESORT).format_map(
        {"title": title, "Title": bare(title), **(details or {})}
    )
