"""The `throughline` command. Every error is one sentence and exit code 1, or 2 for a wrong call."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from fastapi import FastAPI
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from app.errors import CannotStart, Trouble
from app.models import OrganisationKind, Role, Side
from app.settings import settings

command = typer.Typer(
    name="throughline",
    help="Follows one person's line from referral to outcome, and counts it without naming them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
user = typer.Typer(help="People who may sign in.", no_args_is_help=True)
programmes = typer.Typer(help="Programme documents.", no_args_is_help=True)
returns = typer.Typer(help="Return definitions.", no_args_is_help=True)
command.add_typer(user, name="user")
command.add_typer(programmes, name="programmes")
command.add_typer(returns, name="returns")

File = Annotated[Path, typer.Argument(help="The file.")]
Port = Annotated[
    int | None, typer.Option(min=1, max=65535, help="The port. [default: PORT, or 8000]")
]


@command.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = None,
    workers: Annotated[int, typer.Option(min=1, help="How many processes serve pages.")] = 1,
) -> None:
    """Serve the pages.

    With DATABASE_URL and DATABASE_OWNER_URL on that PostgreSQL 18, where `throughline migrate` was
    run before and `throughline worker` runs beside; without, on the embedded
    server, which needs neither.
    """
    from app.operations import running

    running.serve(host=host, port=port or settings().port, workers=workers)


@command.command()
def demo(
    *,
    port: Port = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Start over with a new partnership.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Compare every figure with an independent count, and end."),
    ] = False,
) -> None:
    """Serve the demo.

    An invented partnership with two years of history, up to today. The first start fills it; later
    ones keep what was done in it.
    """
    from app.operations import running

    if check:
        running.check_demo()
    else:
        running.demo(port=port or settings().port, reset=reset)


@command.command()
def migrate() -> None:
    """Bring the database to what this version expects. Make a backup first."""
    from app.operations import place

    place.migrate()


@command.command()
def worker(
    *,
    attached: Annotated[bool, typer.Option("--attached", hidden=True)] = False,
) -> None:
    """Do the work in the background.

    It sends mails, seals the record, makes editions and ends old drafts: beside `throughline serve`
    on a server of your own. On the embedded one it runs by itself.
    """
    from app.operations import jobs, place

    with place.opened() as where:
        jobs.work(where, attached=attached)


@user.command("add")
def add_user(
    mail: Annotated[str, typer.Argument(help="The email address they sign in with.")],
    name: Annotated[str, typer.Argument(help="Their name, as colleagues say it.")],
    *,
    organisation: Annotated[str, typer.Option(help="Their organisation; made if it is not there.")],
    kind: Annotated[
        OrganisationKind, typer.Option(help="What a new organisation is.")
    ] = OrganisationKind.provider,
    role: Annotated[Role, typer.Option(help="Their role there.")] = Role.administrator,
    side: Annotated[Side, typer.Option(help="Their side, where there is a wall.")] = Side.none,
    job: Annotated[str, typer.Option(help="Their job in words.")] = "",
) -> None:
    """Let somebody sign in.

    Asks for their password; from a pipe, reads it as one line. The way to the first administrator,
    who then invites the others.
    """
    from app.access import DatabaseRole
    from app.actions import accounts, memberships, organisations
    from app.database import transaction
    from app.operations import place

    password = _asked_password()
    with place.opened(), transaction(role=DatabaseRole.administration) as database:
        account = accounts.add_account(database, mail=mail, name=name, job=job, password=password)
        found = organisations.organisation_named(database, organisation, kind=kind)
        memberships.add_membership(database, account, found, role=role, side=side)
    typer.echo(f"{name} can sign in as {mail}.")


@programmes.command("check")
def check_programme(file: File) -> None:
    """Check a programme document.

    Names the file, the key and the line of what is wrong, and says what would be right.
    """
    from app.programmes import checking

    if problems := checking.check(file):
        raise CannotStart("\n".join(str(problem) for problem in problems))
    typer.echo(f"{file}: good.")


@returns.command("check")
def check_return_definition(file: File) -> None:
    """Check a return definition.

    Names the file, the key and the line of what is wrong, and says what would be right.
    """
    from app.reporting.returns.documents import check_return

    if problems := check_return(file):
        raise CannotStart("\n".join(str(problem) for problem in problems))
    typer.echo(f"{file}: good.")


@returns.command("load")
def load_return_definition(file: File) -> None:
    """Load a return definition. A changed one becomes a new version; submitted returns keep theirs."""
    from app.access import DatabaseRole
    from app.actions import return_documents
    from app.database import transaction
    from app.operations import place

    with place.opened(), transaction(role=DatabaseRole.administration) as database:
        version = return_documents.load_file(database, file)
        typer.echo(f"{file}: version {version.number}.")


@programmes.command("load")
def load_programme(file: File) -> None:
    """Load a programme document. A changed one becomes a new version; old referrals keep theirs."""
    from app.access import DatabaseRole
    from app.database import transaction
    from app.operations import place
    from app.programmes import loading

    with place.opened(), transaction(role=DatabaseRole.administration) as database:
        loaded = loading.load_file(database, file)
        version = f"version {loaded.version.number}"
    typer.echo(f"{file}: now {version}." if loaded.is_new else f"{file}: unchanged, {version}.")


@command.command()
def papers(
    mail: Annotated[str, typer.Option("--as", help="The email address of whoever commissions.")],
    *,
    quarter: Annotated[
        str | None, typer.Option(help="Such as 2026-2. [default: the newest that is over]")
    ] = None,
    into: Annotated[Path, typer.Option(help="The folder to write to.")] = Path(),
) -> None:
    """Write the papers of a quarter.

    Everything that somebody who commissions may see, as PDF and as workbook.
    """
    from app.operations import place, rolling_up

    with place.opened():
        for file in rolling_up.write_papers(mail, into, quarter):
            typer.echo(f"{file}: written.")


@command.command()
def verify(
    heads: Annotated[
        Path | None, typer.Option(help="Heads exported earlier (JSON), to notice a tail cut off.")
    ] = None,
) -> None:
    """Check that nobody touched the record.

    Every event is sealed; the first one that does not fit is named.
    """
    from app.operations import place, verifying

    with place.opened() as where, place.as_owner(where) as connection:
        typer.echo(verifying.verify(connection, heads))


@command.command()
def backup(file: File) -> None:
    """Write a backup, and prove it.

    It is restored into a scratch server and compared before it is called good.
    """
    from app.operations import backup, place

    with place.opened() as where:
        backup.write(where, file)


@command.command()
def restore(file: File) -> None:
    """Restore a backup into an empty database."""
    from app.operations import backup, place

    with place.bare() as where:
        backup.restore(where, file)


def _asked_password() -> str:
    """Ask for a password twice, unseen; from a pipe, take one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def application() -> FastAPI:
    """Return the web application, on the database that the environment names."""
    from app.operations import serving

    with serving.building():
        from app import database
        from app.main import create_app
        from app.reporting import counting

        url = settings().database_url
        if url is None:
            raise CannotStart("DATABASE_URL is not set. `throughline serve` takes care of that.")
        said = settings()
        database.configure(
            url, guest=said.database_guest_url, publishing=said.database_publishing_url
        )
        counting.read_ahead()
        return create_app()


def main() -> NoReturn:
    """Run the command line; the process ends with 0, 1 (could not), 2 (wrong call) or 130."""
    try:
        command(prog_name="throughline")
    except CannotStart as stop:
        _end(stop.sentence, stop.code)
    except Trouble as trouble:
        _end(trouble.sentence, 1)
    except ValidationError as error:
        wrong = error.errors()[0]
        _end(f"The setting {wrong['loc'][0]} is wrong: {wrong['msg']}.", 2)
    except OperationalError as error:
        _end(f"The database did not answer: {str(error.orig).strip().splitlines()[0]}", 1)
    except OSError as error:
        _end(f"{error.filename or 'A file'} could not be used: {error.strerror or error}.", 1)
    sys.exit(0)


def _end(sentence: str, code: int) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.write(f"{sentence}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
