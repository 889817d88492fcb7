"""Prints the result of a drop test."""

from .line import CUT_ANSWER, CUT_REQUEST, CUT_STREAM, LATE, SWALLOWED

HEADS = ("where", "looks", "notes due", "missing", "too many", "out of order", "unlike a fresh page")


def report(drop):
    ledger, troubles = drop.ledger, drop.line.troubles
    lines = [
        f"  confirmed {len(ledger.confirmed):,}; edited {ledger.edited}, deleted {ledger.deleted}, hidden {ledger.hidden}",
        f"  killed (-9): {', '.join(f'{what} {times} times' for what, times in drop.kills.items())}; phones slept {drop.naps} times",
        f"  {', '.join(f'{what} {troubles[what]}' for what in (CUT_REQUEST, CUT_ANSWER, SWALLOWED, LATE, CUT_STREAM))};"
        f" requests sent again {drop.resent}; found too fast {drop.slowed}",
        *([f"  reveals cut short by a kill: {dict(drop.reveals)} was shown then"] if drop.phased else []),
        f"  at the latest {drop.slowest:.1f} s after the trouble everything was sent and every screen current",
        "",
        "  " + table(ledger.rows).replace("\n", "\n  "),
        "",
        *(f"  {status}: note {note.pk or note.uuid} was refused" for status, note in ledger.refused[:10]),
        *(f"  {words}" for words in ledger.wrong),
        f"  {'Held: nothing lost, nothing twice' if ledger.holds else 'DID NOT HOLD'}, in {drop.seconds:.0f} s.",
    ]
    return "\n".join(lines)


def table(rows):
    cells = [HEADS, *((name, *(f"{number:,}" for number in vars(row).values())) for name, row in rows.items())]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADS))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    ]
    return "\n".join(lines)
