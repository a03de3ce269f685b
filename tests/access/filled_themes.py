"""What fills the partnership theme by theme; a new theme is a module and a line here."""

from tests.access.filled_editions import print_editions
from tests.access.filled_money import pay
from tests.access.filled_papers import write_papers
from tests.access.filled_people import fill_people
from tests.access.filled_returns import fill_returns
from tests.access.filled_safeguarding import fill_safeguarding
from tests.access.filled_working import fill_working

THEMES = (
    fill_people, fill_safeguarding, fill_working, fill_returns, write_papers, pay, print_editions,
)  # fmt: skip
