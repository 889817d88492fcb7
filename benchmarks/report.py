"""Prints the measurements as Markdown tables and sentences, and for each aim whether it was reached."""

from statistics import median

from .servers import Variant

FIXED_CPU = {"SQLite": 5.0, "PostgreSQL": 6.0}  # ms a note with one viewer
FIXED_DATABASE = 1.5  # ms a note in PostgreSQL's processes
SMALL_ROOM = 4.5  # ms above the floor at 30 viewers
LATENCY, CPU = 2.0, 1.8  # times the floor at 300 viewers
COUNTRY = {100: 60.0, 200: 250.0}  # ms at so many notes a second in a thousand meetings
WAVE, WAVE_CPU = 1000.0, 8.0  # ms; ms a person
BACK, BACK_LOADED = 0.7, 1.5  # s
IDLE_STREAM = 14.5  # kB
PRINTING = 1.3  # times the latency without
LOGINS = 1.3  # times the latency without
MOVE = 1.2  # times what a move costs
MINUTES = 0.5  # s
OWN = 10.0  # ms
REQUESTS, WEIGHT = 14, 60.0  # of a first visit; kB

MUCH = 30.0  # per cent of one processor: with more foreign load a time says little, a ratio and CPU say more
MARK = " (!)"
EXPLAINED = f"{MARK.strip()}: foreign load took more than {MUCH:.0f} % of a processor, so times say little; ratios and CPU hold."

HEADS = {
    "rooms × viewers, notes/s": 28,
    "server": 16,
    "p50 ms": 20,
    "p95 ms": 22,
    "p99 ms": 7,
    "answer p95": 10,
    "lost, doubled, failed": 21,
    "CPU ms a note": 13,
    "µs a delivered note": 20,
    "database": 8,
    "MiB": 5,
    "client": 6,
    "foreign": 9,
    "CPU by thread, ms a note": 24,
}


class Report:
    def __init__(self):
        self.aims = []
        self.in_table = False

    def say(self, words=""):
        print(words, flush=True)
        self.in_table = False

    # --- Notes --------------------------------------------------------------------------------------------------

    def line(self, cells):
        padded = [str(cell).rjust(width) for cell, width in zip(cells, HEADS.values(), strict=True)]
        print(f"| {' | '.join(padded)} |", flush=True)

    def head(self):
        if not self.in_table:
            self.say()
            self.line(HEADS)
            self.line("-" * width for width in HEADS.values())
        self.in_table = True

    def row(self, row, base=None):
        """Print a row. `base`: the row it is compared with, measured at the same time."""

        def against(name, more=""):
            value = getattr(row, name)
            if not base:
                return f"{value:.1f}"
            than = getattr(base, name)
            return f"{value:.1f} ({value / than:.2f} ×{f' {value - than:+.1f}' if more else ''})"

        self.head()
        self.line(
            (
                row.load,
                row.server,
                against("p50", "difference too"),
                against("p95", "difference too"),
                f"{row.p99:.1f}",
                f"{row.answer:.1f}",
                f"{row.lost}, {row.doubled}, {row.failed}",
                against("per_note"),
                against("per_delivered"),
                f"{row.database:.1f}",
                f"{row.rss:.0f}",
                f"{row.client:.0f} %",
                f"{row.foreign:.0f} %{mark(row.foreign)}",
                ", ".join(f"{name} {ms:.1f}" for name, ms in row.threads.items() if ms >= 0.05),
            )
        )

    def compare(self, rows):
        """Print rows that were measured side by side: the floor's, and the product's against it and another checkout's."""
        floor, *products = rows
        same_load = all(row.load == floor.load for row in products)
        self.row(floor)
        other = None
        for row in products:
            self.row(row, floor if same_load else None)
            if row.server.is_other:
                other = row
                continue
            if other:
                self.row(row._replace(server=f"÷ {other.server.checkout.name}"), other)
            self.judge(row, floor)

    def judge(self, row, floor):
        """Note the aims for this size of room."""
        name, engine, foreign = f"{row.load} {row.server}", row.server.engine, row.foreign
        self.aim(f"{name}: lost, doubled, failed", row.wrong, 0)
        match row.load.rooms, row.load.viewers:
            case 1, 1:
                self.aim(f"{engine}: fixed CPU of a note, ms", row.per_note, FIXED_CPU[engine])
                if row.server.postgresql:
                    self.aim("PostgreSQL itself: fixed CPU of a note, ms", row.database, FIXED_DATABASE)
            case 1, 30 if engine == "SQLite":
                self.aim("1 × 30: p95 above the floor, ms", row.p95 - floor.p95, SMALL_ROOM, foreign)
            case 1, 300:
                self.aim(f"{name}: p95, times the floor", row.p95 / floor.p95, LATENCY, foreign)
                self.aim(f"{name}: CPU a delivered note, times the floor", row.per_delivered / floor.per_delivered, CPU)
            case 1000, _:
                self.aim(f"{name}: p95, ms", row.p95, COUNTRY[row.load.rate], foreign)

    def ceiling(self, side, carried, too_much):
        self.say(
            f"\nCeiling, {side.load.rooms:,} × {side.load.viewers} on {side.name}: {carried:.0f} notes/s; {too_much:.0f} are too many"
        )

    def printing(self, quiet, busy, printed, seconds):
        self.compare(quiet)
        self.compare(busy)
        self.say(f"{printed} PDFs, {seconds:.2f} s each")
        foreign = max(quiet[-1].foreign, busy[-1].foreign)
        self.aim("notes while PDFs are made: p95, times without", busy[-1].p95 / quiet[-1].p95, PRINTING, foreign)

    def logins(self, variant, quiet, busy, answers):
        self.compare(quiet)
        self.compare(busy)
        self.say(f"answers to the strangers, {variant}: {dict(sorted(answers.items()))}")
        words = f"notes while strangers try to log in, {variant}: p95, times without"
        self.aim(words, busy[-1].p95 / quiet[-1].p95, LOGINS, max(quiet[-1].foreign, busy[-1].foreign))

    def minutes(self, found, foreign):
        self.say(f"\nMinutes as PDF, the worker warm, the best of three ({foreign_load(foreign)})")
        for notes, seconds, size in found:
            self.say(f"  {notes:5} notes {seconds * 1e3:7.0f} ms, {size:.0f} kB")
            if notes == 100:
                self.aim("minutes with 100 notes, s", seconds, MINUTES, foreign)

    def own(self, variant, notes, took, foreign):
        self.say(f"\nOwn notes among {notes}, {variant} ({foreign_load(foreign)})")
        for clock, each in took.items():
            self.say(f"  {clock} ms: least {min(each):.2f}, median {median(each):.2f} of {len(each)}")
        self.aim(f"own notes among {notes}, {variant}, ms", min(took["elapsed"]), OWN, foreign)

    # --- The rest -----------------------------------------------------------------------------------------------

    def wave(self, people, seconds, variant, load, found):
        name = f"{people} join in {seconds} s, {variant}, {load}"
        self.say(f"\n{name}: ms p50 / p95 ({foreign_load(found['foreign'])})")
        for step, (p50, p95) in {**found["steps"], "all of it": found["whole"]}.items():
            self.say(f"  {step:12} {p50:8.1f} / {p95:.1f}")
        self.say(f"  errors {found['errors']}, server CPU {found['cpu']:.1f} ms a person")
        for failure in found["failures"]:
            self.say(f"  {failure}")
        if variant.processes == 1 or load == "quiet":
            self.aim(f"{name}: p95 of the whole way, ms", found["whole"][1], WAVE, found["foreign"])
        self.aim(f"{name}: errors", found["errors"], 0)
        if variant == Variant():
            self.aim(f"{name}: CPU a person, ms", found["cpu"], WAVE_CPU)

    def moves(self, viewers, notes, variant, found, foreign):
        self.say(f"\n{viewers} screens, {notes} notes, {variant}: until the last has it, CPU ({foreign_load(foreign)})")
        for act, (seconds, cpu) in found.items():
            self.say(f"  {act:30} {seconds * 1e3:6.1f} ms {cpu * 1e3:6.1f} ms")
        reveal, move = found["a reveal"], found["a move back to all the notes"]
        self.aim(f"a reveal, {variant}: CPU, times a move's", reveal[1] / move[1], MOVE, foreign)
        phase, move = found["a phase"], found["a move to an empty question"]
        self.aim(f"a phase, {variant}: CPU, times a move's", phase[1] / move[1], MOVE, foreign)

    def reconnect(self, people, variant, load, found):
        name = f"{people} back after kill -9, {variant}, {load}"
        self.say(f"\n{name} ({foreign_load(found['foreign'])})")
        self.say(f"  restart {found['restart']:.2f} s, then all current after {found['current']:.2f} s")
        self.say(f"  missed {found['missed']}, sent twice {found['twice']}, CPU {found['cpu']:.1f} ms a stream")
        most = BACK if load == "quiet" else BACK_LOADED
        self.aim(f"{name}: current after the port answers, s", found["current"], most, found["foreign"])
        self.aim(f"{name}: notes missed", found["missed"], 0)

    def idle(self, found):
        self.say(f"\n{found['streams']} idle streams ({foreign_load(found['foreign'])})")
        self.say(f"  {found['kB']:.1f} kB each; threads {found['threads']}, connections {found['connections']}")
        for words in ("alone", "beside"):
            p50, p95 = found[words]
            self.say(f"  a page {words:6} them: {p50:.1f} / {p95:.1f} ms")
        self.say(f"  CPU while nothing happens {found['idle cpu']:.1f} % of one processor; lost {found['lost']}")
        self.aim("idle stream, kB", found["kB"], IDLE_STREAM)
        self.aim("idle streams lost", found["lost"], 0)

    def main_thread(self, variant, screen, notes, found):
        parts = ", ".join(f"{part} {ms:.1f}" for part, ms in found.parts.items())
        self.say(
            f"Main thread a note, {screen}, {notes} notes ({variant}): {found.cpu:.1f} ms CPU ({parts}), {found.wall:.1f} ms by"
            f" the clock; the longest task {found.longest:.1f} ms"
        )

    def weight(self, variant, page, found):
        kinds = ", ".join(f"{kind.lower()} {size / 1e3:.1f}" for kind, size in found.sizes.most_common())
        self.say(
            f"Weight of {page} ({variant}): {found.requests} requests, {found.sizes.total() / 1e3:.1f} kB ({kinds});"
            f" the largest thing drawn after {found.largest:.0f} ms on a slow 4G line, processor ÷ 4"
        )
        self.aim(f"{page}: requests", found.requests, REQUESTS)
        if page.startswith("phone"):
            self.aim(f"{page}: kB over the line", found.sizes.total() / 1e3, WEIGHT)

    # --- The aims -----------------------------------------------------------------------------------------------

    def aim(self, words, got, most, foreign=0.0):
        """Note an aim. `foreign`: the foreign load if it can spoil this figure."""
        self.aims.append((words, got, most, mark(foreign)))

    def finish(self):
        self.say("\nAims")
        for words, got, most, marked in self.aims:
            verdict = "reached    " if got <= most else "NOT REACHED"
            self.say(f"  {verdict}  {words}: {got:.4g} (at most {most:g}){marked}")
        self.say(f"\n{EXPLAINED}")


def mark(foreign):
    return MARK if foreign > MUCH else ""


def foreign_load(percent):
    return f"foreign load {percent:.0f} %{mark(percent)}"
