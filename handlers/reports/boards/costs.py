"""What cases cost (A26, M06): minutes and the part of them that receiving took, money, labour at a set price, and what owners were promised."""

from __future__ import annotations

from handlers.reports import measures
from handlers.reports.boards.asked import Asked, Section
from handlers.reports.chart import Chart, Series
from handlers.reports.table import Cell, Table
from storage.measures import Amount

Found = dict[tuple[str, str], Amount]


def board(asked: Asked) -> list[Section]:
    return [*_by(asked, "domain"), *_by(asked, "estate")]


def _by(asked: Asked, split: str) -> list[Section]:
    spent = {(one.group, one.unit): one for one in asked.store.measures.amounts(asked.cohort, split)}
    remedies = {(one.group, one.unit): one for one in asked.store.measures.remedies(asked.cohort, split)}
    cases = asked.store.measures.costed(asked.cohort, split)
    label = measures.labels(asked.store, asked.language, split)
    groups = sorted({group for group, _ in [*spent, *remedies]}, key=label)
    title = asked.say(f"reports.costs.{split}")
    return [
        Section(
            table=_table(asked, split, title, groups, (spent, remedies), cases),
            chart=_chart(asked, split, title, groups, spent),
        )
    ]


def _table(
    asked: Asked, split: str, title: str, groups: list[str], found: tuple[Found, Found], cases: dict[str, int]
) -> Table:
    """A row for each group and currency: amounts of two currencies are never added up."""
    columns = asked.columns(
        (f"quality.choose.{split}", "text"), ("reports.column.cases", "number"), ("reports.column.minutes", "number"),
        ("quality.measure.intake", "share"), ("reports.column.money", "money"), ("reports.column.labour", "money"),
        ("reports.column.remedies", "money"), ("reports.column.cost_each", "money"),
    )  # fmt: skip
    label = measures.labels(asked.store, asked.language, split)
    rows = [
        (
            f"{group}:{currency}",
            [Cell(value=label(group)), *_cells(asked, split, (group, currency), found, cases[group])],
        )
        for group in groups
        for currency in _currencies(asked, group, found)
    ]
    price = asked.quality.labour_hour
    priced = f"{asked.quality.labour_currency} {price:,.2f}"
    note = asked.say("reports.note.costs_priced", price=priced) if price else asked.say("reports.note.costs")
    return asked.table(f"costs_{split}", title, columns, rows, note)


def _currencies(asked: Asked, group: str, found: tuple[Found, Found]) -> list[str]:
    """The currencies of a group; minutes are priced in the set one, and stand beside the first where none is set."""
    known = {unit for part in found for of, unit in part if of == group and unit not in ("min", "intake")}
    if asked.quality.labour_hour and (group, "min") in found[0]:
        known.add(asked.quality.labour_currency)
    return sorted(known) or [""]


def _cells(
    asked: Asked, split: str, row: tuple[str, str], found: tuple[Found, Found], cases: int
) -> list[Cell]:
    """One row; what a case cost is over every case that cost something, whichever of the columns it stands in."""
    (group, currency), (spent, remedies) = row, found
    link = asked.link("cases", measure="minutes", **{split: group})
    minutes, intake = spent.get((group, "min")), spent.get((group, "intake"))
    paid, promised = spent.get((group, currency)), remedies.get((group, currency))
    remedied = asked.link("cases", measure="remedied", **{split: group})
    labour = _labour(asked, minutes, currency)
    whole = sum(one.amount for one in (paid, promised) if one) + (labour or 0)
    return [
        Cell(value=cases, link=link if minutes or paid else remedied),
        asked.count(minutes.amount / minutes.tickets if minutes else None, link),
        Cell(value=(intake.amount if intake else 0) / minutes.amount, link=link) if minutes else asked.nothing(),
        _money(paid.amount if paid else None, currency, link), _money(labour, currency, link),
        _money(promised.amount if promised else None, currency, remedied),
        _money(round(whole / cases) if whole else None, currency, ""),
    ]  # fmt: skip


def _labour(asked: Asked, minutes: Amount | None, currency: str) -> int | None:
    """Minutes at the set price, in hundredths; None where no price is set in this currency."""
    price = asked.quality.labour_hour
    if not price or minutes is None or currency != asked.quality.labour_currency:
        return None
    return round(minutes.amount / 60 * price * 100)


def _money(amount: int | None, currency: str, link: str) -> Cell:
    return Cell(value=amount, currency=currency, link=link) if amount is not None and currency else Cell()


def _chart(asked: Asked, split: str, title: str, groups: list[str], spent: Found) -> Chart:
    """Minutes a case, those of receiving apart."""
    label = measures.labels(asked.store, asked.language, split)
    known = [group for group in groups if (group, "min") in spent]
    received = [_each(spent.get((group, "intake")), spent[group, "min"]) for group in known]
    rest = [
        _each(spent[group, "min"], spent[group, "min"]) - part
        for group, part in zip(known, received, strict=True)
    ]
    return Chart(
        kind="stacked", title=title, unit_name=asked.say("reports.column.minutes"), categories=tuple(label(group) for group in known),
        series=(
            Series(name=asked.say("reports.minutes.rest"), values=tuple(rest)),
            Series(name=asked.say("reports.minutes.intake"), values=tuple(received)),
        ),
        said=asked.say("reports.said.groups", count=len(known)),
    )  # fmt: skip


def _each(part: Amount | None, whole: Amount) -> float:
    return part.amount / whole.tickets if part else 0.0
